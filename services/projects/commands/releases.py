"""Planning releases, changing what is said of them, and closing them for good."""

from collections.abc import Sequence

from pydantic import Field
from sqlmodel import col, select

from services.projects import reads, views
from services.projects.commands.contents import count_in
from services.projects.commands.making import new, refuse_existing
from services.projects.domain import releases as rules
from services.projects.models import Deliverable, Release, ReleaseItem, ReleaseManifest
from shared.database import Transaction
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import ReleaseDetailsChanged, ReleasePlanned
from shared.values import Key, Name, PartialDate, Text, last_day
from shared.web.calls import Call
from shared.web.resources import Wish


class PlanRelease(Wish):
    """A release; `history_recorded` false means that whether and when it closed was not found."""

    key: Key
    number: int | None = Field(default=None, ge=1, le=10_000, strict=True)
    name: Name
    planned_for: PartialDate | None = None
    demonstration: bool = Field(default=False, strict=True)
    history_recorded: bool = Field(default=True, strict=True)
    source: Text | None = None


class ChangeRelease(Wish):
    """What to change in an open release; what is left out stays."""

    name: Name | None = None
    planned_for: PartialDate | None = None


class CloseRelease(Wish):
    """Close and seal; what is not ready goes to the named release."""

    carry_over_to: Key | None = None
    closed_on: PartialDate | None = None


async def plan_release(call: Call, wish: PlanRelease) -> views.ReleaseView:
    async with call.transaction() as change:
        await refuse_existing(change, Release, wish.key, "release")
        await _refuse_number(change, wish)
        state = "planned" if wish.history_recorded else "not-recorded"
        row = new(Release, change, state=state, **wish.model_dump(exclude={"history_recorded"}))
        event = ReleasePlanned(release=row.key, **row.model_dump(include=set(ReleasePlanned.model_fields)))
        change.record(event, of=row)
        return await call.answer(change, views.release(row, [], None))


async def change_release(call: Call, key: str, wish: ChangeRelease) -> views.ReleaseView:
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        call.expect(row)
        rules.refuse_closed(row)
        before = row.model_dump()
        wanted = wish.model_dump(exclude_unset=True)
        if "name" in wanted and wanted["name"] is None:
            raise InvalidError("name: a release has a name.", fields=(FieldError("name", "must not be null"),))
        row.sqlmodel_update(wanted)
        if row.model_dump() != before:
            change.record(ReleaseDetailsChanged(release=key, name=row.name, planned_for=row.planned_for), of=row)
            await change.session.flush()
        return await call.answer(change, await reads.release(change.session, row))


async def close_release(call: Call, key: str, wish: CloseRelease) -> views.ReleaseView:
    async with call.transaction() as change:
        row, target = await _locked_pair(change, key, wish.carry_over_to)
        found = await reads.items(change.session, key, hold=True)
        today = change.today
        seal = rules.close(
            row,
            reads.told(found),
            target,
            target_holds=await count_in(change, target) if target else 0,
            closed_on=wish.closed_on or today.isoformat(),
            today=today,
        )
        await _save(change, row, seal, found)
        if seal.carried and target is not None:
            change.record(seal.carried, of=target)
        change.record(seal.closed, of=row)
        await change.session.flush()
        return await call.answer(change, await reads.release(change.session, row))


async def _save(
    change: Transaction, row: Release, seal: rules.Seal, found: Sequence[tuple[ReleaseItem, Deliverable]]
) -> None:
    """Seal what is ready, and move the rest to the release that takes it over."""
    closed = seal.closed
    row.state, row.closed_on, row.closed_day = "closed", closed.effective, last_day(closed.effective)
    row.carried_over_to = closed.carried_over_to
    change.session.add(ReleaseManifest(release=row.key, content=seal.manifest, sha256=closed.manifest_sha256))
    for item, of in found:
        item.open, item.sealed_as = False, of.name
        if not item.ready:
            await change.session.delete(item)
    # a deliverable is in one open release: it leaves this one before it enters the other
    await change.session.flush()
    if closed.carried_over_to:
        change.session.add_all(
            ReleaseItem(
                release=closed.carried_over_to, deliverable=of.key, ready=False, note=item.note, carried_from=row.key
            )
            for item, of in found
            if not item.ready
        )


async def _locked_pair(change: Transaction, key: str, other: str | None) -> tuple[Release, Release | None]:
    """Lock a release and the one it carries over to, in the order of their keys: no two closes block each other."""
    rows = {one: await change.lock(Release, one) for one in sorted({key, *([other] if other else [])})}
    return rows[key], rows[other] if other else None


async def _refuse_number(change: Transaction, wish: PlanRelease) -> None:
    if wish.number is None or wish.demonstration:
        return
    query = select(Release.key).where(Release.number == wish.number, col(Release.demonstration).is_(False))
    taken = (await change.session.exec(query)).first()
    if taken is not None:
        raise ConflictError(f"The release '{taken}' has the number {wish.number} already.", code="number-taken")
