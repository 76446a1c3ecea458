"""Lists of gate decisions, their conditions and phase changes, as they were on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, not_, or_, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.domain.conditions import State
from services.projects.models import GateCondition, GateDecision, PhaseChange, Project
from services.projects.queries.keyset import number, of_project, position, text
from services.projects.reads import gates
from shared.web.resources import PageWanted


async def decisions(session: AsyncSession, wanted: PageWanted, project: str, day: date) -> list[views.DecisionView]:
    until = col(GateDecision.decided_on) <= day
    rows = await of_project(
        session, wanted, GateDecision, project, ("decided_on", date.fromisoformat), ("id", UUID), only=(until,)
    )
    return await gates.decisions(session, rows, day)


async def phase_changes(session: AsyncSession, wanted: PageWanted, project: str, day: date) -> Sequence[PhaseChange]:
    until = col(PhaseChange.effective) <= day
    return await of_project(session, wanted, PhaseChange, project, ("number", number), only=(until,))


async def conditions(
    session: AsyncSession,
    wanted: PageWanted,
    *,
    project: str | None = None,
    state: State | None = None,
    owner_role: str | None = None,
    day: date,
) -> Sequence[GateCondition]:
    """Return conditions that were set by a day, of a project or of all, in a state on it; what is due first, first."""
    if project is not None:
        await reads.get(session, Project, project, "project")
    order = (col(GateCondition.due), col(GateCondition.id))
    query = select(GateCondition).where(col(GateCondition.effective) <= day)
    if project is not None:
        query = query.where(GateCondition.project == project)
    if state is not None:
        query = query.where(_in_state(state, day))
    if owner_role is not None:
        query = query.where(GateCondition.owner_role == owner_role)
    if wanted.after:
        query = query.where(tuple_(*order) > tuple_(*position(wanted, date.fromisoformat, text)))
    return (await session.exec(query.order_by(*order).limit(wanted.limit + 1))).all()


def _in_state(state: State, day: date) -> Any:
    """Return the condition for a gate condition to be in a state on a day, as `domain.conditions.state` says it."""
    settled = and_(col(GateCondition.settlement).is_not(None), col(GateCondition.settled_on) <= day)
    if state in {"met", "waived"}:
        return and_(settled, col(GateCondition.settlement) == state)
    unsettled = or_(col(GateCondition.settlement).is_(None), not_(col(GateCondition.settled_on) <= day))
    return and_(unsettled, col(GateCondition.due) < day if state == "overdue" else col(GateCondition.due) >= day)
