"""Reading the programme and lifecycle templates into views."""

from datetime import date

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.domain import programme as programme_rules
from services.projects.models import Lifecycle, LifecycleVersion, Programme, ProgrammePhase
from services.projects.reads.rows import get
from shared.errors import NotFoundError

PROGRAMME = "digital-partnership"


async def programme_phases(session: AsyncSession) -> list[ProgrammePhase]:
    """Return the programme's phases, recorded and expected, in order."""
    found = (await session.exec(select(ProgrammePhase).where(ProgrammePhase.programme == PROGRAMME))).all()
    return sorted(found, key=lambda one: (one.starts_day, programme_rules.PHASES.index(one.phase)))


async def programme(session: AsyncSession, day: date) -> views.ProgrammeView:
    """Return the programme with its phases in order, and the one it is in at a day."""
    row = await session.get(Programme, PROGRAMME)
    phases = await programme_phases(session)
    begun = [one for one in phases if one.starts_day <= day and not one.expected]
    return views.ProgrammeView(
        href="/api/v1/programme",
        version=row.version if row else 0,
        phase=begun[-1].phase if begun else None,
        phases=[
            views.PhaseView(
                phase=one.phase,
                starts=one.starts,
                # what is only expected to follow has ended nothing yet
                ends=next((after.starts for after in phases[number:] if not after.expected), None),
                expected=one.expected,
                source=one.source,
            )
            for number, one in enumerate(phases, start=1)
        ],
    )


async def lifecycle(session: AsyncSession, key: str, number: int | None = None) -> views.LifecycleView:
    """Return a template at a version, the newest if none is named."""
    row = await get(session, Lifecycle, key, "lifecycle")
    version = await session.get(LifecycleVersion, (key, number or row.number))
    if version is None:
        raise NotFoundError(f"The lifecycle '{key}' has no version {number}; the newest is {row.number}.")
    return views.lifecycle(row, version)
