"""Lists of work requests, the most pressing first, as they stood on a day; and of answers to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text as statement
from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.domain.work_requests import PRIORITIES, State
from services.projects.models import WorkRequest, WorkRequestAnswer
from services.projects.queries.keyset import number, position, text
from shared.errors import NotFoundError
from shared.web.resources import PageWanted

# the state is the domain's rule in the database's words: a list of one state is found without reading all requests
FOUND = statement("""
    SELECT one.key FROM work_request AS one
    CROSS JOIN LATERAL (
      SELECT priority, due, array_position(CAST(:priorities AS varchar[]), priority) AS rank
      FROM work_request_terms AS terms WHERE terms.request = one.key AND terms.effective <= :day
      ORDER BY number DESC LIMIT 1) AS terms
    CROSS JOIN LATERAL (
      SELECT count(*) AS answered, count(*) FILTER (WHERE answer = 'done') AS done,
             count(*) FILTER (WHERE answer = 'accepted') AS accepted
      FROM (SELECT DISTINCT ON (council) answer FROM work_request_answer AS answer
            WHERE answer.request = one.key AND answer.effective <= :day
            ORDER BY council, effective DESC, number DESC) AS latest) AS told
    CROSS JOIN LATERAL (
      SELECT CASE WHEN one.cancelled_on <= :day THEN 'cancelled'
                  WHEN told.answered < jsonb_array_length(one.councils) THEN 'open'
                  WHEN told.done > 0 AND told.accepted = 0 THEN 'done'
                  ELSE 'answered' END AS state) AS stands
    WHERE (CAST(:project AS varchar) IS NULL OR one.project = :project)
      AND (CAST(:council AS varchar) IS NULL OR one.councils @> jsonb_build_array(CAST(:council AS varchar)))
      AND (CAST(:state AS varchar) IS NULL OR stands.state = :state)
      AND (CAST(:rank AS integer) IS NULL
           OR (terms.rank, terms.due, one.key) > (:rank, CAST(:due AS date), CAST(:key AS varchar)))
    ORDER BY terms.rank, terms.due, one.key LIMIT :most""")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which requests are wanted; None wants all."""

    project: str | None = None
    council: str | None = None
    state: State | None = None


async def work_requests(
    session: AsyncSession, wanted: PageWanted, only: Filter, *, day: date, own: str | None
) -> list[views.WorkRequestView]:
    """Return requests on a day, the most pressing first, then those due first."""
    rank, due, key = position(wanted, number, date.fromisoformat, text) if wanted.after else (None, None, None)
    values = {
        "priorities": list(PRIORITIES),
        "day": day,
        "project": only.project,
        "council": only.council,
        "state": only.state,
        "rank": rank,
        "due": due,
        "key": key,
        "most": wanted.limit + 1,
    }
    keys = list((await (await session.connection()).execute(FOUND, values)).scalars())
    rows = (await session.exec(select(WorkRequest).where(col(WorkRequest.key).in_(keys)))).all()
    in_order = sorted(rows, key=lambda row: keys.index(row.key))
    return await reads.work_requests(session, in_order, day, own)


def place(view: views.WorkRequestView) -> list[str | int]:
    """Return where a request stands in the order of the list."""
    ranks: tuple[str, ...] = PRIORITIES
    return [ranks.index(view.priority) + 1, view.due.isoformat(), view.key]


async def work_request(session: AsyncSession, key: str, day: date, own: str | None) -> views.WorkRequestHistoryView:
    """Return a request with its terms on a day, or refuse when it was not asked by then."""
    row: WorkRequest = await reads.get(session, WorkRequest, key, "work request")
    terms = await reads.terms_of(session, key, day)
    if not terms:
        raise NotFoundError(f"There was no work request '{key}' on {day}; it was asked on {row.asked_on}.")
    return views.with_terms(await reads.work_request(session, row, day, own), terms)


async def work_request_answers(
    session: AsyncSession, wanted: PageWanted, key: str, day: date, own: str | None
) -> Sequence[WorkRequestAnswer]:
    """Return all answers to a request by a day, in the order they were told; to a council its own."""
    await reads.get(session, WorkRequest, key, "work request")
    order = (col(WorkRequestAnswer.effective), col(WorkRequestAnswer.number))
    query = select(WorkRequestAnswer).where(WorkRequestAnswer.request == key, col(WorkRequestAnswer.effective) <= day)
    if own is not None:
        query = query.where(WorkRequestAnswer.council == own)
    if wanted.after:
        query = query.where(tuple_(*order) > tuple_(*position(wanted, date.fromisoformat, number)))
    return (await session.exec(query.order_by(*order).limit(wanted.limit + 1))).all()
