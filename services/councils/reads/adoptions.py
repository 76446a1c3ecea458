"""Reading adoption lines with all that was told of them."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.domain import ledger
from services.councils.domain.ledger import History
from services.councils.models import Adoption, AdoptionMove, AdoptionPlan
from shared.errors import NotFoundError
from shared.values import last_day

Told = TypeVar("Told", AdoptionMove, AdoptionPlan)


async def history(session: AsyncSession, line: Adoption) -> History:
    """Return a line with all that was told of it."""
    return (await histories(session, [line]))[0]


async def histories(session: AsyncSession, lines: Sequence[Adoption]) -> list[History]:
    """Return lines with all that was told of each, in the order in which it was told."""
    found = {(line.council, line.deliverable): History(line) for line in lines}
    for move in await _told(session, AdoptionMove, lines):
        found[move.council, move.deliverable].moves.append(move)
    for plan in await _told(session, AdoptionPlan, lines):
        found[plan.council, plan.deliverable].plans.append(plan)
    return list(found.values())


def up_to(history: History, day: date) -> History:
    """Return what was told of days up to one, or refuse if the line was not open then."""
    line = history.line
    if last_day(line.opened) > day:
        raise NotFoundError(
            f"There was no adoption line '{line.council}/{line.deliverable}' on {day}; it was opened on {line.opened}."
        )
    return History(
        as_at(history, day),
        [move for move in history.moves if last_day(move.effective) <= day],
        [plan for plan in history.plans if last_day(plan.effective) <= day],
    )


def as_at(history: History, day: date) -> Adoption:
    """Return a line as it stood on a day; its version is that of today, with which it is changed."""
    return Adoption(**history.line.model_dump() | ledger.standing(history, day))


async def _told(session: AsyncSession, model: type[Told], lines: Sequence[Adoption]) -> Sequence[Told]:
    if not lines:
        return []
    keys = [(line.council, line.deliverable) for line in lines]
    query = select(model).where(tuple_(col(model.council), col(model.deliverable)).in_(keys))
    return (await session.exec(query.order_by(col(model.number)))).all()
