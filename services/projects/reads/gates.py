"""Reading where a project stands at its gates: what decisions go by, and what answers show of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.domain.gates import Standing
from services.projects.models import GateCondition, GateDecision, LifecycleVersion, PhaseChange, PhasePlan, Project
from shared.errors import NotFoundError


async def template(session: AsyncSession, project: Project) -> LifecycleVersion | None:
    """Return the version of a lifecycle that a project follows."""
    if project.lifecycle is None:
        return None
    return await session.get(LifecycleVersion, (project.lifecycle, project.lifecycle_number))


async def standing(session: AsyncSession, project: Project) -> Standing:
    """Return where a project stands at its gates; its row is locked where a decision goes by it."""
    latest = (
        select(GateDecision)
        .where(GateDecision.project == project.key)
        .order_by(
            col(GateDecision.decided_on).desc(), col(GateDecision.recorded_at).desc(), col(GateDecision.id).desc()
        )
        .limit(1)
    )
    # a phase that is only called otherwise in another version of the template was entered at no gate
    changes = select(func.count(col(PhaseChange.decision))).where(PhaseChange.project == project.key)
    return Standing(
        template=await template(session, project),
        decision=(await session.exec(latest)).first(),
        conditions=(await session.exec(select(GateCondition).where(GateCondition.project == project.key))).all(),
        plans=await plans(session, project.key),
        changes=(await session.exec(changes)).one(),
    )


async def plans(session: AsyncSession, project: str) -> Sequence[PhasePlan]:
    query = select(PhasePlan).where(PhasePlan.project == project).order_by(col(PhasePlan.number))
    return (await session.exec(query)).all()


async def decisions(session: AsyncSession, rows: Sequence[GateDecision], day: date) -> list[views.DecisionView]:
    """Return decisions with what had become of their conditions by a day, in one query however many they are."""
    set_by = await conditions_of(session, (row.id for row in rows))
    return [views.decision(row, set_by.get(row.id, ()), day) for row in rows]


async def conditions_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, list[GateCondition]]:
    """Return the conditions that decisions set, by decision, in the order in which they were told."""
    query = select(GateCondition).where(col(GateCondition.decision).in_(list(ids)))
    found = sorted((await session.exec(query)).all(), key=lambda row: (row.decision, int(row.id.rpartition("-")[2])))
    return {decision: list(rows) for decision, rows in groupby(found, key=lambda row: row.decision)}


async def phases(session: AsyncSession, project: Project, day: date) -> views.ProjectPhasesView:
    """Return a project's phases with planned and actual dates, as they stood on a day."""
    moved = select(PhaseChange).where(PhaseChange.project == project.key, col(PhaseChange.effective) <= day)
    changes = (await session.exec(moved.order_by(col(PhaseChange.number)))).all()
    followed = await template(session, project)
    if changes and project.lifecycle is not None:
        then = (changes[-1].lifecycle, changes[-1].lifecycle_number)
        latest = select(func.max(col(PhaseChange.number))).where(PhaseChange.project == project.key)
        # the latest move may have been followed by a move to another version; those before it stand
        if changes[-1].number != (await session.exec(latest)).one():
            followed = await session.get(LifecycleVersion, then)
    return views.project_phases(project, followed, await plans(session, project.key), changes, day)


async def condition(session: AsyncSession, project: str, id: str) -> GateCondition:  # noqa: A002 - the condition's
    """Return a condition of a project, or refuse."""
    row = await session.get(GateCondition, id, populate_existing=True)
    if row is None or row.project != project:
        raise NotFoundError(f"The project '{project}' has no gate condition '{id}'.")
    return row
