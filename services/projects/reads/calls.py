"""Reading calls for participation as they stood on a day, and checking what they ask."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects.domain import capacity
from services.projects.domain.calls import asked_months
from services.projects.models import CallVersion, ParticipationCall, PhasePlan, Project
from services.projects.reads.capacity import known
from shared.errors import NotFoundError
from shared.events.projects import CallAsk
from shared.values import first_day, last_day


async def call_as_at(session: AsyncSession, key: str, day: date, *, own: bool) -> CallVersion:
    """Return a call as it stood on a day, or refuse; a draft is there for the Office alone (`own`)."""
    query = (
        select(CallVersion)
        .where(CallVersion.call == key, col(CallVersion.effective) <= day)
        .order_by(col(CallVersion.number).desc())
        .limit(1)
    )
    row = (await session.exec(query)).first()
    if row is None or not (own or was_published(row)):
        raise NotFoundError(f"There is no call '{key}'.")
    return row


def was_published(row: CallVersion) -> bool:
    """Say whether councils have been asked: a draft that was withdrawn never was theirs to read."""
    return row.content["published_on"] is not None


def given_gates(planned: Sequence[dict[str, Any]]) -> list[capacity.Gate]:
    """Return the gates that a call names itself."""
    return [capacity.Gate(one["name"], *[date.fromisoformat(one["on"])] * 2) for one in planned]


async def planned_gates(session: AsyncSession, project: str, day: date) -> list[capacity.Gate]:
    """Return the gates still ahead by the project's plan of its phases, as it stood on a day."""
    query = (
        select(PhasePlan)
        .where(PhasePlan.project == project, col(PhasePlan.effective) <= day)
        .order_by(col(PhasePlan.effective).desc(), col(PhasePlan.number).desc())
        .limit(1)
    )
    plan = (await session.exec(query)).first()
    phases = plan.phases if plan else []
    return [
        capacity.Gate(f"to {one['phase']}", first_day(one["planned"]), last_day(one["planned"]))
        for one in phases
        if last_day(one["planned"]) >= day
    ]


async def checked(
    session: AsyncSession,
    call: str | None,
    project: Project | None,
    asks: Sequence[CallAsk],
    deadline: date,
    planned: Sequence[dict[str, Any]],
    day: date,
) -> list[capacity.MonthChecked]:
    """Check what a call asks, by what is known on a day."""
    gates = given_gates(planned)
    if project is not None:
        gates += await planned_gates(session, project.key, day)
    demonstration = project is not None and project.demonstration
    months = {month for ask in asks for month in asked_months(ask)}
    found = await known(session, months, day, demonstration=demonstration)
    return capacity.check(call, asks, deadline, gates, found)


async def check(session: AsyncSession, row: ParticipationCall, day: date) -> list[capacity.MonthChecked]:
    """Check a call as it is now."""
    asks = [CallAsk.model_validate(one) for one in row.asks]
    project = await session.get(Project, row.project)
    return await checked(session, row.key, project, asks, row.deadline, row.planned_gates, day)


async def check_as_at(session: AsyncSession, row: CallVersion, day: date) -> list[capacity.MonthChecked]:
    """Check a call as it was on a day, by what was known then."""
    asks = [CallAsk.model_validate(one) for one in row.content["asks"]]
    deadline = date.fromisoformat(row.content["deadline"])
    project = await session.get(Project, row.project)
    return await checked(session, row.call, project, asks, deadline, row.content["planned_gates"], day)
