"""Capacity and answers to calls over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import Adopts, CouncilInPath, KeyInPath, Reads, Wanted
from services.councils.commands import capacity, commitments
from services.councils.domain.commitments import Answer
from services.councils.queries import commitments as queries
from shared.values import Day, Key, Month
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/commitments", tags=["commitments"])

CouncilWanted = Annotated[str | None, Query(min_length=1, max_length=100, description="slug or any GSS code")]
AsAt = Annotated[Day | None, Query(description="what was true on this day; today if left out")]
MonthInPath = Annotated[Month, Path(description="a month, as 2027-01")]


@router.get("/capacity", response_model=Page[views.CapacityView])
async def list_capacity(
    call: Reads,
    wanted: Wanted,
    council: CouncilWanted = None,
    first: Annotated[Month | None, Query(alias="from", description="the first month wanted")] = None,
    last: Annotated[Month | None, Query(alias="to", description="the last month wanted")] = None,
    as_at: AsAt = None,
) -> Response:
    """List what councils have to give by month; a council's client is shown its own, and refused another council's."""
    async with call.reading() as session:
        found = await queries.capacity(
            session, call.caller, wanted, council=council, first=first, last=last, day=as_at or call.today
        )
    return shown(found)


@router.post("/capacity", status_code=201, response_model=views.GivenView)
async def give_several_months(call: Adopts, wish: capacity.GiveSeveral) -> Response:
    """Say what a council has to give in several months at once."""
    return created(await capacity.give_several(call, wish))


@router.get("/capacity/{council}/{month}", response_model=views.CapacityView)
async def get_capacity(
    call: Reads, council: CouncilInPath, month: MonthInPath, request: Request, as_at: AsAt = None
) -> Response:
    """Show what a council has to give in a month; version 0 where it has not said."""
    async with call.reading() as session:
        return shown(await queries.month(session, call.caller, council, month, as_at or call.today), request)


@router.put("/capacity/{council}/{month}", response_model=views.CapacityView)
async def give_capacity(
    call: Adopts, council: CouncilInPath, month: MonthInPath, wish: capacity.GiveCapacity
) -> Response:
    """Say how many days of a role's work a council has to give in a month; its other roles stay as they were."""
    return shown(await capacity.give_capacity(call, council, month, wish))


@router.get("/answers", response_model=Page[views.AnswerView])
async def list_call_answers(
    call: Reads,
    wanted: Wanted,
    of: Annotated[Key | None, Query(alias="call", description="only those to this call")] = None,
    council: CouncilWanted = None,
    answer: Annotated[Answer | None, Query()] = None,
    as_at: AsAt = None,
) -> Response:
    """List what councils answered; a council's client is shown its own, and refused another council's."""
    async with call.reading() as session:
        found = await queries.answers(
            session, call.caller, wanted, call=of, council=council, answer=answer, day=as_at or call.today
        )
    return shown(found)


@router.post("/answers", status_code=201, response_model=views.AnswerView)
async def answer_call(call: Adopts, wish: commitments.AnswerCall) -> Response:
    """Answer a call for participation: commit, interested or no; another answer may follow until the deadline."""
    return created(await commitments.answer_call(call, wish))


@router.get("/answers/{key}/{council}", response_model=views.AnswerHistoryView)
async def get_call_answer(
    call: Reads, key: KeyInPath, council: CouncilInPath, request: Request, as_at: AsAt = None
) -> Response:
    """Show what a council answered to a call, with all it said before."""
    async with call.reading() as session:
        return shown(await queries.answer(session, call.caller, key, council, as_at or call.today), request)


@router.patch("/answers/{key}/{council}", response_model=views.AnswerView)
async def change_commitment(
    call: Adopts, key: KeyInPath, council: CouncilInPath, wish: commitments.ChangeCommitment
) -> Response:
    """Change what a council committed for a role, also after the deadline, for a reason."""
    return shown(await commitments.change_commitment(call, key, council, wish))
