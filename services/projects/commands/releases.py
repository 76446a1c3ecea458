"""Planning releases, putting deliverables in and out, and closing them for good."""

from collections.abc import Sequence

from pydantic import Field
from sqlmodel import col, select

from services.projects import reads, views
from services.projects.commands.making import new, refuse_existing
from services.projects.domain import releases as rules
from services.projects.models import Deliverable, Release, ReleaseItem, ReleaseManifest
from shared.database import Transaction
from shared.errors import ConflictError, FieldError, InvalidError, NotFoundError
from shared.events.projects import ReleaseDetailsChanged, ReleasePlanned, ReleaseReadinessChanged, ReleaseScopeChanged
from shared.values import Key, Name, PartialDate, Text, last_day
from shared.web.calls import Call
from shared.web.resources import Wish

MOST = 500


class PlanRelease(Wish):
    """A release; `history_recorded` false means that whether and when it closed was not found."""

    key: Key
    number: int | None = Field(default=None, ge=1, le=10_000)
    name: Name
    planned_for: PartialDate | None = None
    demonstration: bool = False
    history_recorded: bool = True
    source: Text | None = None


class ChangeRelease(Wish):
    """What to change in an open release; what is left out stays."""

    name: Name | None = None
    planned_for: PartialDate | None = None


class PutIn(Wish):
    """A deliverable and whether it is ready to hand over."""

    deliverable: Key
    ready: bool = False
    note: Text | None = None


class PutSeveralIn(Wish):
    """Deliverables to put into a release at once."""

    deliverables: list[PutIn] = Field(min_length=1, max_length=MOST)


class SetReadiness(Wish):
    """Whether a deliverable in the release is ready, and what is missing."""

    ready: bool
    note: Text | None = None


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
        wanted = wish.model_dump(exclude_unset=True)
        if wanted.get("name", row.name) is None:
            raise InvalidError("name: a release has a name.", fields=(FieldError("name", "must not be null"),))
        row.sqlmodel_update(wanted)
        change.record(ReleaseDetailsChanged(release=key, name=row.name, planned_for=row.planned_for), of=row)
        return await call.answer(change, await reads.release(change.session, row))


async def put_in(call: Call, key: str, wish: PutSeveralIn) -> views.ReleaseView:
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        await _put_in(change, row, wish.deliverables)
        return await call.answer(change, await reads.release(change.session, row))


async def set_readiness(call: Call, key: str, deliverable: str, wish: SetReadiness) -> views.ReleaseView:
    """Put a deliverable in if it is not there, else say whether it is ready."""
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        call.expect(row)
        rules.refuse_closed(row)
        item = await change.session.get(ReleaseItem, (key, deliverable))
        if item is None:
            await _put_in(change, row, [PutIn(deliverable=deliverable, ready=wish.ready, note=wish.note)])
        elif (item.ready, item.note) != (wish.ready, wish.note):
            item.ready, item.note = wish.ready, wish.note
            change.session.add(item)
            event = ReleaseReadinessChanged(
                release=key,
                deliverable=deliverable,
                ready=wish.ready,
                note=wish.note,
                effective=change.now.date().isoformat(),
            )
            change.record(event, of=row)
            await change.session.flush()
        return await call.answer(change, await reads.release(change.session, row))


async def take_out(call: Call, key: str, deliverable: str) -> views.ReleaseView:
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        call.expect(row)
        rules.refuse_closed(row)
        item = await change.session.get(ReleaseItem, (key, deliverable))
        if item is None:
            raise NotFoundError(f"The deliverable '{deliverable}' is not in the release '{key}'.")
        await change.session.delete(item)
        event = ReleaseScopeChanged(release=key, removed=(deliverable,), effective=change.now.date().isoformat())
        change.record(event, of=row)
        await change.session.flush()
        return await call.answer(change, await reads.release(change.session, row))


async def close_release(call: Call, key: str, wish: CloseRelease) -> views.ReleaseView:
    async with call.transaction() as change:
        row, target = await _locked_pair(change, key, wish.carry_over_to)
        today = change.now.date()
        found = await reads.items(change.session, key)
        closed_on = wish.closed_on or today.isoformat()
        seal = rules.close(row, reads.told(found), target, closed_on=closed_on, today=today)
        row.state, row.closed_on, row.closed_day = "closed", closed_on, last_day(closed_on)
        row.carried_over_to = seal.closed.carried_over_to
        change.session.add(ReleaseManifest(release=key, content=seal.manifest, sha256=seal.closed.manifest_sha256))
        for item, _ in found:
            item.open = False
            if not item.ready:
                await change.session.delete(item)
        await change.session.flush()
        if seal.carried and target is not None:
            for item, _ in (one for one in found if not one[0].ready):
                change.session.add(
                    ReleaseItem(
                        release=target.key, deliverable=item.deliverable, ready=False, note=item.note, carried_from=key
                    )
                )
            change.record(seal.carried, of=target)
        change.record(seal.closed, of=row)
        await change.session.flush()
        return await call.answer(change, await reads.release(change.session, row))


async def _locked_pair(change: Transaction, key: str, other: str | None) -> tuple[Release, Release | None]:
    """Lock a release and the one it carries over to, in the order of their keys: no two closes block each other."""
    rows = {one: await change.lock(Release, one) for one in sorted({key, *([other] if other else [])})}
    return rows[key], rows[other] if other else None


async def _put_in(change: Transaction, row: Release, wanted: Sequence[PutIn]) -> None:
    """Put deliverables into a release that is locked, and say so."""
    keys = [one.deliverable for one in wanted]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise InvalidError(
            f"deliverables: {', '.join(twice)} stands there more than once.", code="deliverable-repeated"
        )
    found = {
        of.key: of
        for of in (await change.session.exec(select(Deliverable).where(col(Deliverable.key).in_(keys)))).all()
    }
    missing = [key for key in keys if key not in found]
    if missing:
        raise NotFoundError(f"There is no deliverable '{missing[0]}'.")
    elsewhere = (
        await change.session.exec(
            select(ReleaseItem).where(col(ReleaseItem.deliverable).in_(keys), col(ReleaseItem.open).is_(True))
        )
    ).first()
    if elsewhere is not None:
        raise ConflictError(
            f"The deliverable '{elsewhere.deliverable}' is in the open release '{elsewhere.release}' already.",
            code="in-a-release-already",
        )
    items = [
        rules.Item(
            one.deliverable,
            found[one.deliverable].project,
            found[one.deliverable].name,
            found[one.deliverable].state,
            one.ready,
        )
        for one in wanted
    ]
    event = rules.put_in(row, items, today=change.now.date())
    for one in wanted:
        change.session.add(ReleaseItem(release=row.key, deliverable=one.deliverable, ready=one.ready, note=one.note))
    change.record(event, of=row)
    await change.session.flush()


async def _refuse_number(change: Transaction, wish: PlanRelease) -> None:
    if wish.number is None or wish.demonstration:
        return
    query = select(Release.key).where(Release.number == wish.number, col(Release.demonstration).is_(False))
    taken = (await change.session.exec(query)).first()
    if taken is not None:
        raise ConflictError(f"The release '{taken}' has the number {wish.number} already.", code="number-taken")
