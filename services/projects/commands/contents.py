"""What is in an open release: putting deliverables in, saying whether they are ready, and taking them out."""

from collections.abc import Sequence

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import reads, views
from services.projects.domain import releases as rules
from services.projects.models import Deliverable, Release, ReleaseItem
from shared.database import Transaction
from shared.errors import ConflictError, FieldError, InvalidError, NotFoundError
from shared.events.projects import ReleaseReadinessChanged, ReleaseScopeChanged
from shared.values import Key, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class PutIn(Wish):
    """A deliverable and whether it is ready to hand over."""

    deliverable: Key
    ready: bool = Field(default=False, strict=True)
    note: Text | None = None


class PutSeveralIn(Wish):
    """Deliverables to put into a release at once."""

    deliverables: list[PutIn] = Field(min_length=1, max_length=rules.MOST)


class SetReadiness(Wish):
    """Whether a deliverable in the release is ready, and what is missing."""

    ready: bool = Field(strict=True)
    note: Text | None = None


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
                effective=change.today.isoformat(),
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
        event = ReleaseScopeChanged(release=key, removed=(deliverable,), effective=change.today.isoformat())
        change.record(event, of=row)
        await change.session.flush()
        return await call.answer(change, await reads.release(change.session, row))


async def count_in(change: Transaction, release: Release) -> int:
    """Return how many deliverables a release holds."""
    query = select(func.count()).select_from(ReleaseItem).where(ReleaseItem.release == release.key)
    return (await change.session.exec(query)).one()


async def _put_in(change: Transaction, row: Release, wanted: Sequence[PutIn]) -> None:
    """Put deliverables into a release that is locked, and say so."""
    rules.refuse_closed(row)
    found = await _offered(change, [one.deliverable for one in wanted])
    items = [
        rules.Item(of.key, of.project, of.name, of.state, one.ready) for one, of in zip(wanted, found, strict=True)
    ]
    event = rules.put_in(row, items, holds=await count_in(change, row), today=change.today)
    for one in wanted:
        change.session.add(ReleaseItem(release=row.key, deliverable=one.deliverable, ready=one.ready, note=one.note))
    change.record(event, of=row)
    await change.session.flush()


async def _offered(change: Transaction, keys: Sequence[str]) -> list[Deliverable]:
    """Return deliverables that are in no open release, held as they are, in the order they were named."""
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        message = f"{', '.join(twice[: rules.NAMED])} stands there more than once"
        fields = (FieldError("deliverables", message),)
        raise InvalidError(f"deliverables: {message}.", code="deliverable-repeated", fields=fields)
    query = select(Deliverable).where(col(Deliverable.key).in_(keys)).order_by(col(Deliverable.key))
    held = query.with_for_update(read=True).execution_options(populate_existing=True)
    found = {of.key: of for of in (await change.session.exec(held)).all()}
    missing = [key for key in keys if key not in found]
    if missing:
        raise NotFoundError(f"There is no deliverable '{missing[0]}'.")
    elsewhere = select(ReleaseItem).where(col(ReleaseItem.deliverable).in_(keys), col(ReleaseItem.open).is_(True))
    taken = (await change.session.exec(elsewhere.order_by(col(ReleaseItem.deliverable)))).first()
    if taken is not None:
        raise ConflictError(
            f"The deliverable '{taken.deliverable}' is in the open release '{taken.release}' already.",
            code="in-a-release-already",
        )
    return [found[key] for key in keys]
