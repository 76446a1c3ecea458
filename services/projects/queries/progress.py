"""Lists of progress updates and ratings, as they stood on a day."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.models import ConfidenceRating, ProgressUpdate
from services.projects.queries.keyset import number, of_project
from shared.web.resources import PageWanted

BY_DAY = (("effective", date.fromisoformat), ("number", number))


async def updates(session: AsyncSession, wanted: PageWanted, project: str, day: date) -> list[views.UpdateView]:
    """Return what a project told of days until this one, each with the number of what puts it right."""
    then = (col(ProgressUpdate.effective) <= day,)
    rows: Sequence[ProgressUpdate] = await of_project(session, wanted, ProgressUpdate, project, *BY_DAY, only=then)
    corrections = select(ProgressUpdate.corrects, ProgressUpdate.number).where(
        ProgressUpdate.project == project, col(ProgressUpdate.corrects).in_([row.number for row in rows])
    )
    by: dict[int | None, int] = dict((await session.exec(corrections.order_by(col(ProgressUpdate.number)))).all())
    return [views.update(row, by.get(row.number)) for row in rows]


async def ratings(
    session: AsyncSession, wanted: PageWanted, project: str, day: date, kind: str | None
) -> Sequence[ConfidenceRating]:
    """Return the ratings of a project on days until this one, of one kind or both."""
    then = [col(ConfidenceRating.effective) <= day]
    if kind:
        then.append(col(ConfidenceRating.kind) == kind)
    return await of_project(session, wanted, ConfidenceRating, project, *BY_DAY, only=then)
