"""Reading how projects were heard and rated on a day, for one or for a list of them."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.domain.progress import Hearing, Rhythm
from services.projects.models import ConfidenceRating, ProgressUpdate, Project, Silence, UpdateRhythm


async def hearing(session: AsyncSession, project: str, day: date) -> Hearing:
    """Return how a project was heard on a day."""
    return (await hearings(session, [project], day)).get(project, Hearing())


async def hearings(session: AsyncSession, projects: Sequence[str], day: date) -> Mapping[str, Hearing]:
    """Return how projects were heard on a day; one of which nothing is known is left out."""
    last = await session.exec(
        select(ProgressUpdate.project, func.max(ProgressUpdate.told_on))
        .where(col(ProgressUpdate.project).in_(projects), col(ProgressUpdate.told_on) <= day)
        .group_by(col(ProgressUpdate.project))
    )
    agreed = await session.exec(
        select(UpdateRhythm)
        .ext(distinct_on(col(UpdateRhythm.project)))
        .where(col(UpdateRhythm.project).in_(projects), col(UpdateRhythm.effective) <= day)
        .order_by(col(UpdateRhythm.project), col(UpdateRhythm.number).desc())
    )
    silences = await session.exec(
        select(col(Silence.project), col(Silence.quiet_since)).where(
            col(Silence.project).in_(projects),
            col(Silence.quiet_since) <= day,
            or_(col(Silence.heard_on).is_(None), col(Silence.heard_on) > day),
        )
    )
    # nothing more is awaited of a project that is closed
    closed = await session.exec(
        select(Project.key).where(col(Project.key).in_(projects), col(Project.closed_on) <= day)
    )
    ended = set(closed.all())
    told, quiet = dict(last.all()), dict(silences.all())
    rhythms = {
        row.project: Rhythm(row.every_days, row.starts, row.effective)
        for row in agreed.all()
        if row.project not in ended
    }
    known = told.keys() | quiet.keys() | rhythms.keys()
    return {key: Hearing(rhythms.get(key), told.get(key), quiet.get(key)) for key in known}


async def confidence(session: AsyncSession, project: str, day: date) -> views.ConfidenceView:
    """Return the confidence in a project on a day."""
    return (await confidences(session, [project], day))[project]


async def confidences(session: AsyncSession, projects: Sequence[str], day: date) -> dict[str, views.ConfidenceView]:
    """Return the confidence in projects on a day, in as many queries as for one."""
    found = await session.exec(
        select(ConfidenceRating)
        .ext(distinct_on(col(ConfidenceRating.project), col(ConfidenceRating.kind)))
        .where(col(ConfidenceRating.project).in_(projects), col(ConfidenceRating.effective) <= day)
        .order_by(
            col(ConfidenceRating.project),
            col(ConfidenceRating.kind),
            col(ConfidenceRating.effective).desc(),
            col(ConfidenceRating.number).desc(),
        )
    )
    ratings: dict[str, dict[str, ConfidenceRating]] = {}
    for row in found.all():
        ratings.setdefault(row.project, {})[row.kind] = row
    heard = await hearings(session, projects, day)
    return {key: views.confidence(ratings.get(key, {}), heard.get(key, Hearing())) for key in projects}
