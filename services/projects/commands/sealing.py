"""Closing a release for good: its scope is sealed, the seal signed, and what is not ready moves to another release."""

from collections.abc import Sequence

from pydantic import Field

from services.projects import reads, views
from services.projects.commands import seal_keys
from services.projects.commands.contents import count_in
from services.projects.commands.scope import FREEZE, Line, log, tell_freeze
from services.projects.domain import closing as rules
from services.projects.domain.releases import NOBODY, Because, refuse_closed
from services.projects.domain.roles import Role
from services.projects.models import Deliverable, Release, ReleaseItem, ReleaseManifest
from services.projects.reads import histories
from shared.database import Transaction
from shared.timers import drop_timer
from shared.values import Key, PartialDate, Text, last_day
from shared.web.calls import Call
from shared.web.resources import Wish

Found = Sequence[tuple[ReleaseItem, Deliverable]]


class Answered(Wish):
    """In whose name something out of the ordinary is done, and why."""

    by_role: Role
    reason: Text = Field(min_length=1)


class CloseRelease(Wish):
    """Close and seal; what is not ready goes to the named release.

    `override` closes without a sign-off that is needed; `carry_over_because` is needed where the other release is
    frozen already.
    """

    carry_over_to: Key | None = None
    closed_on: PartialDate | None = None
    override: Answered | None = None
    carry_over_because: Answered | None = None


async def close_release(call: Call, key: str, wish: CloseRelease) -> views.ReleaseView:
    async with call.transaction() as change:
        row, target = await _locked_pair(change, key, wish.carry_over_to)
        refuse_closed(row)
        found = await reads.items(change.session, key, hold=True)
        known, today, override = await histories.history(change.session, key), change.today, wish.override
        await tell_freeze(change, row)
        seal = rules.close(
            row,
            reads.told(found),
            await _target(change, target, found) if target else None,
            closed_on=wish.closed_on or today.isoformat(),
            today=today,
            standing=known.standing(today),
            late_changes=sum(line.after_freeze for line in known.log),
            override=rules.Override(override.by_role, override.reason) if override else None,
            because=_because(wish.carry_over_because),
        )
        await _save(change, row, target, seal, found)
        return await call.answer(change, await reads.release(change.session, row, today))


def _because(said: Answered | None) -> Because:
    return Because(said.reason, said.by_role) if said else NOBODY


async def _target(change: Transaction, target: Release, found: Found) -> rules.Target:
    """Return what must be known of the release that takes over what is not ready."""
    known = await histories.history(change.session, target.key)
    coming = {of.key for item, of in found if not item.ready}
    told = [line.effective_day for line in known.log if line.deliverable in coming]
    return rules.Target(
        target,
        await count_in(change, target),
        [one.by_role for one in known.standing(change.today) if one.stands],
        max(told, default=None),
    )


async def _save(change: Transaction, row: Release, target: Release | None, seal: rules.Seal, found: Found) -> None:
    """Seal what is ready and sign it, and move the rest to the release that takes it over."""
    closed = seal.closed
    row.state, row.closed_on, row.closed_day = "closed", closed.effective, last_day(closed.effective)
    row.carried_over_to = closed.carried_over_to
    for item, of in found:
        item.open, item.sealed_as = False, of.name
        if not item.ready:
            await change.session.delete(item)
    # a deliverable is in one open release: it leaves this one before it enters the other
    await change.session.flush()
    if seal.carried is not None and target is not None:
        await tell_freeze(change, target)
        await _carry_over(change, row, target, seal, found)
    signer = await seal_keys.signer(change)
    signature = signer.sign(seal.manifest)
    change.session.add(
        ReleaseManifest(
            release=row.key,
            content=seal.manifest,
            sha256=closed.manifest_sha256,
            signature=signature,
            key_id=signer.kid,
            signed_at=change.now,
        )
    )
    change.record(closed.model_copy(update={"signature": signature, "key_id": signer.kid}), of=row)
    await change.session.flush()
    await drop_timer(change, FREEZE, row.key)


async def _carry_over(change: Transaction, row: Release, target: Release, seal: rules.Seal, found: Found) -> None:
    rest = [(item, of) for item, of in found if not item.ready]
    change.session.add_all(
        ReleaseItem(release=target.key, deliverable=of.key, ready=False, note=item.note, carried_from=row.key)
        for item, of in rest
    )
    lines = (Line(of.key, "carried-in", note=item.note, carried_from=row.key) for item, of in rest)
    if seal.carried is not None:
        log(change, target, seal.carried, *lines)


async def _locked_pair(change: Transaction, key: str, other: str | None) -> tuple[Release, Release | None]:
    """Lock a release and the one it carries over to, in the order of their keys: no two closes block each other."""
    rows = {one: await change.lock(Release, one) for one in sorted({key, *([other] if other else [])})}
    return rows[key], rows[other] if other else None
