"""Work requests over HTTP: the Office asks, councils answer for themselves."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, views
from services.projects.api.depends import Answers, AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import work_requests
from services.projects.domain.work_requests import State
from shared.values import Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/work-requests", tags=["work-requests"])


@router.get("", response_model=Page[views.WorkRequestView])
async def list_work_requests(
    call: Reads,
    wanted: Wanted,
    as_at: AsAt = None,
    project: Annotated[Key | None, Query(description="only those of a project")] = None,
    council: Annotated[Key | None, Query(description="only those that ask a council")] = None,
    state: Annotated[State | None, Query(description="only those in a state")] = None,
) -> Response:
    """List work requests, the most pressing first and then those due first; other councils' answers only counted."""
    only = queries.WorkRequestFilter(project, council, state)
    async with call.reading() as session:
        found = await queries.work_requests(session, wanted, only, day=as_at or call.today, own=call.caller.council)
    return shown(wanted.page(found, lambda view: view, queries.work_request_place))


@router.post("", status_code=201, response_model=views.WorkRequestView)
async def ask_for_work(call: Writes, wish: work_requests.AskForWork) -> Response:
    """Ask councils that take part in a project for work, with a priority and a due day."""
    return created(await work_requests.ask_for_work(call, wish))


@router.get("/{key}", response_model=views.WorkRequestHistoryView)
async def get_work_request(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show a work request with the terms it had; other councils' answers only counted."""
    async with call.reading() as session:
        view = await queries.work_request(session, key, as_at or call.today, call.caller.council)
    # without a day the answer is another one tomorrow, though nothing happens
    return shown(view, request if as_at else None)


@router.patch("/{key}", response_model=views.WorkRequestView)
async def change_work_request(call: Writes, key: KeyInPath, wish: work_requests.ChangeTerms) -> Response:
    """Make a work request more or less pressing, or due on another day, for a reason."""
    return shown(await work_requests.change_terms(call, key, wish))


@router.get("/{key}/answers", response_model=Page[views.AnswerView])
async def list_answers(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List every answer that was given to a work request; to a council its own."""
    day = as_at or call.today
    async with call.reading() as session:
        rows = await queries.work_request_answers(session, wanted, key, day, call.caller.council)
    return shown(wanted.page(rows, views.work_answer, lambda row: [row.effective.isoformat(), row.number]))


@router.post("/{key}/answers", status_code=201, response_model=views.WorkRequestView)
async def answer_work_request(call: Answers, key: KeyInPath, wish: work_requests.AnswerRequest) -> Response:
    """Answer for a council: its own client for itself, the Office for any that was asked."""
    return created(await work_requests.answer_request(call, key, wish))


@router.post("/{key}/cancel", response_model=views.WorkRequestView)
async def cancel_work_request(call: Writes, key: KeyInPath, wish: work_requests.CancelRequest) -> Response:
    """Withdraw a work request, for a reason."""
    return shown(await work_requests.cancel_request(call, key, wish))
