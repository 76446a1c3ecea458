"""Reading work requests as they stood on a day."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.models import WorkRequest, WorkRequestAnswer, WorkRequestTerms


async def terms_of(session: AsyncSession, request: str, day: date) -> Sequence[WorkRequestTerms]:
    """Return all terms that a request had until a day, the first ones first."""
    query = select(WorkRequestTerms).where(WorkRequestTerms.request == request, col(WorkRequestTerms.effective) <= day)
    return (await session.exec(query.order_by(col(WorkRequestTerms.number)))).all()


async def answers_to(session: AsyncSession, request: str, day: date) -> Mapping[str, WorkRequestAnswer]:
    """Return each council's latest answer to a request by a day."""
    return (await _answers(session, [request], day)).get(request, {})


async def work_request(session: AsyncSession, row: WorkRequest, day: date, own: str | None) -> views.WorkRequestView:
    """Return a request on a day, as the Office (`own` None) or a council may see it."""
    return (await work_requests(session, [row], day, own))[0]


async def work_requests(
    session: AsyncSession, rows: Sequence[WorkRequest], day: date, own: str | None
) -> list[views.WorkRequestView]:
    """Return requests on a day, in as many queries as for one."""
    keys = [row.key for row in rows]
    answers = await _answers(session, keys, day)
    query = (
        select(WorkRequestTerms)
        .ext(distinct_on(col(WorkRequestTerms.request)))
        .where(col(WorkRequestTerms.request).in_(keys), col(WorkRequestTerms.effective) <= day)
        .order_by(col(WorkRequestTerms.request), col(WorkRequestTerms.number).desc())
    )
    terms = {one.request: one for one in (await session.exec(query)).all()}
    return [views.work_request(row, terms[row.key], answers.get(row.key, {}), day=day, own=own) for row in rows]


async def _answers(
    session: AsyncSession, requests: Sequence[str], day: date
) -> Mapping[str, Mapping[str, WorkRequestAnswer]]:
    query = (
        select(WorkRequestAnswer)
        .ext(distinct_on(col(WorkRequestAnswer.request), col(WorkRequestAnswer.council)))
        .where(col(WorkRequestAnswer.request).in_(requests), col(WorkRequestAnswer.effective) <= day)
        .order_by(
            col(WorkRequestAnswer.request),
            col(WorkRequestAnswer.council),
            col(WorkRequestAnswer.effective).desc(),
            col(WorkRequestAnswer.number).desc(),
        )
    )
    found: dict[str, dict[str, WorkRequestAnswer]] = {}
    for row in (await session.exec(query)).all():
        found.setdefault(row.request, {})[row.council] = row
    return found
