"""Lists of gate decisions and phase changes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects.models import GateDecision, PhaseChange
from services.projects.queries.keyset import number, of_project
from shared.web.resources import PageWanted


async def decisions(session: AsyncSession, wanted: PageWanted, project: str) -> Sequence[GateDecision]:
    return await of_project(session, wanted, GateDecision, project, ("decided_on", date.fromisoformat), ("id", UUID))


async def phase_changes(session: AsyncSession, wanted: PageWanted, project: str) -> Sequence[PhaseChange]:
    return await of_project(session, wanted, PhaseChange, project, ("number", number))
