"""What is in an open release: putting deliverables in, saying whether they are ready, and taking them out.

Each change is a line in the log of the release's scope; from its freeze on, each needs a reason and a role.
"""

from collections.abc import Sequence

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import reads, views
from services.projects.commands.scope import Line, log, signed, tell_freeze
from services.projects.domain import releases as rules
from services.projects.domain.roles import Role
from services.projects.models import Deliverable, Release, ReleaseItem
from shared.database import Transaction
from shared.errors import ConflictError, FieldError, InvalidError, NotFoundError
from shared.values import Key, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class PutIn(Wish):
    """A deliverable and whether it is ready to hand over."""

    deliverable: Key
    ready: bool = Field(default=False, strict=True)
    note: Text | None = None


class Explained(Wish):
    """Why the scope of a release changes, and in whose name: both are needed once it is frozen."""

    reason: Text | None = None
    by_role: Role | None = None

    def because(self) -> rules.Because:
        return rules.Because(self.reason, self.by_role)


class PutSeveralIn(Explained):
    """Deliverables to put into a release at once."""

    deliverables: list[PutIn] = Field(min_length=1, max_length=rules.MOST)


class SetReadiness(Explained):
    """Whether a deliverable in the release is ready, and what is missing."""

    ready: bool = Field(strict=True)
    note: Text | None = None


async def put_in(call: Call, key: str, wish: PutSeveralIn) -> views.ReleaseView:
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        await tell_freeze(change, row)
        await _put_in(change, row, wish.deliverables, wish.because())
        return await call.answer(change, await reads.release(change.session, row, change.today))


async def set_readiness(call: Call, key: str, deliverable: str, wish: SetReadiness) -> views.ReleaseView:
    """Put a deliverable in if it is not there, else say whether it is ready."""
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        call.expect(row)
        rules.refuse_closed(row)
        await tell_freeze(change, row)
        item = await change.session.get(ReleaseItem, (key, deliverable))
        if item is None:
            put = PutIn(deliverable=deliverable, ready=wish.ready, note=wish.note)
            await _put_in(change, row, [put], wish.because())
        elif (item.ready, item.note) != (wish.ready, wish.note):
            event = rules.set_ready(
                row,
                deliverable,
                ready=wish.ready,
                note=wish.note,
                today=change.today,
                because=wish.because(),
                signed=await signed(change, key),
            )
            item.ready, item.note = wish.ready, wish.note
            change.session.add(item)
            log(change, row, event, Line(deliverable, "ready" if wish.ready else "not-ready", wish.ready, wish.note))
            await change.session.flush()
        return await call.answer(change, await reads.release(change.session, row, change.today))


async def take_out(call: Call, key: str, deliverable: str, because: rules.Because) -> views.ReleaseView:
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        call.expect(row)
        rules.refuse_closed(row)
        await tell_freeze(change, row)
        item = await change.session.get(ReleaseItem, (key, deliverable))
        if item is None:
            raise NotFoundError(f"The deliverable '{deliverable}' is not in the release '{key}'.")
        event = rules.take_out(row, deliverable, today=change.today, because=because, signed=await signed(change, key))
        await change.session.delete(item)
        log(change, row, event, Line(deliverable, "taken-out"))
        await change.session.flush()
        return await call.answer(change, await reads.release(change.session, row, change.today))


async def count_in(change: Transaction, release: Release) -> int:
    """Return how many deliverables a release holds."""
    query = select(func.count()).select_from(ReleaseItem).where(ReleaseItem.release == release.key)
    return (await change.session.exec(query)).one()


async def _put_in(change: Transaction, row: Release, wanted: Sequence[PutIn], because: rules.Because) -> None:
    """Put deliverables into a release that is locked, and say so."""
    rules.refuse_closed(row)
    found = await _offered(change, [one.deliverable for one in wanted])
    items = [
        rules.Item(of.key, of.project, of.name, of.state, one.ready) for one, of in zip(wanted, found, strict=True)
    ]
    event = rules.put_in(
        row,
        items,
        holds=await count_in(change, row),
        today=change.today,
        because=because,
        signed=await signed(change, row.key),
    )
    for one in wanted:
        change.session.add(ReleaseItem(release=row.key, deliverable=one.deliverable, ready=one.ready, note=one.note))
    log(change, row, event, *(Line(one.deliverable, "put-in", one.ready, one.note) for one in wanted))
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
