"""Capacity: what a council has to give, month by month, as it says itself."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field
from sqlmodel import col, select

from services.councils import reads, views
from services.councils.domain.commitments import refuse_others
from services.councils.domain.roles import Role
from services.councils.models import Capacity, CapacityTold
from shared.database import Transaction
from shared.events.councils import CapacityGiven, CapacityOfRole
from shared.values import Days, Month
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_LINES = 200


class GiveCapacity(Wish):
    """How many days of a role's work a council has to give in a month."""

    role: Role
    days: Days


class MonthGiven(GiveCapacity):
    """The same, and in which month."""

    month: Month


class GiveSeveral(Wish):
    """What a council (its slug or a code) has to give in some months; what is not named stays as it was said."""

    council: str = Field(min_length=1, max_length=100)
    capacity: Annotated[list[MonthGiven], Field(min_length=1, max_length=MOST_LINES)]


async def give_capacity(call: Call, asked: str, month: str, wish: GiveCapacity) -> views.CapacityView:
    async with call.transaction() as change:
        council = await _own(call, change, asked)
        row = await _month(change, council, month)
        call.expect(row)
        view, _ = await _given(change, row, [wish])
        return await call.answer(change, view)


async def give_several(call: Call, wish: GiveSeveral) -> views.GivenView:
    async with call.transaction() as change:
        council = await _own(call, change, wish.council)
        by_month: dict[str, list[GiveCapacity]] = {}
        for line in wish.capacity:
            by_month.setdefault(line.month, []).append(line)
        # in the order of the months: no two that tell of several wait for each other
        told = [
            await _given(change, await _month(change, council, month), by_month[month]) for month in sorted(by_month)
        ]
        answer = views.given(council, [view for view, _ in told], sum(changed for _, changed in told))
        return await call.answer(change, answer)


async def _own(call: Call, change: Transaction, asked: str) -> str:
    council = await reads.slug_of(change.session, asked)
    refuse_others(call.caller.council, council)
    return council


async def _month(change: Transaction, council: str, month: str) -> Capacity:
    row = await change.find(Capacity, council, month)
    return row or Capacity(council=council, month=month, created_at=change.now, changed_at=change.now)


async def _given(change: Transaction, row: Capacity, lines: Iterable[GiveCapacity]) -> tuple[views.CapacityView, bool]:
    """Keep what a month has with what is said of it now; when that is as it was, nothing is told."""
    query = (
        select(CapacityTold)
        .where(CapacityTold.council == row.council, CapacityTold.month == row.month)
        .order_by(col(CapacityTold.number).desc())
        .limit(1)
    )
    before = (await change.session.exec(query)).first()
    held = {one["role"]: one["days"] for one in before.given} if before else {}
    wanted = held | {line.role: line.days for line in lines}
    if before and wanted == held:
        return views.capacity(before), False
    told = tell(change, row, wanted)
    await change.session.flush()
    change.session.add(told)
    return views.capacity(told), True


def tell(change: Transaction, row: Capacity, wanted: Mapping[str, float]) -> CapacityTold:
    """Say what a month has of each role, by whatever road it is told; return what is to be kept beside the month."""
    given = [{"role": role, "days": wanted[role]} for role in sorted(wanted)]
    event = CapacityGiven(
        council=row.council,
        month=row.month,
        given=tuple(CapacityOfRole.model_validate(one) for one in given),
        effective=change.today.isoformat(),
    )
    change.record(event, of=row)
    return CapacityTold(
        council=row.council,
        month=row.month,
        number=row.version,
        given=given,
        effective=change.today,
        recorded_at=change.now,
    )
