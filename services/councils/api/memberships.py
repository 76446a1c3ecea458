"""Membership and reported counts over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import AsAt, CouncilInPath, KeyInPath, Reads, Registers, Wanted
from services.councils.commands import counts, memberships
from services.councils.domain.memberships import Standing
from services.councils.queries import memberships as queries
from shared.values import last_day
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/memberships", tags=["memberships"])

Only = Annotated[Standing | None, Query(description="only those that stood so; else members and those in principle")]


@router.get("", response_model=views.MembersPage)
async def list_members(call: Reads, wanted: Wanted, as_at: AsAt = None, standing: Only = None) -> Response:
    """List who was there on a day, of whom it is not known, and the count that was reported for it."""
    day = last_day(as_at) if as_at else call.today
    async with call.reading() as session:
        return shown(await queries.members(session, wanted, day, standing))


@router.post("", status_code=201, response_model=views.MembershipHistoryView)
async def start_membership(call: Registers, wish: memberships.StartMembership) -> Response:
    """Record that a council is a member, from a date as exact as its source."""
    return created(await memberships.start_membership(call, wish))


@router.get("/counts", response_model=Page[views.CountView])
async def list_membership_counts(call: Reads, wanted: Wanted) -> Response:
    """List how many councils were members by what sources say, each with those it disagrees with."""
    async with call.reading() as session:
        return shown(await queries.counts(session, wanted))


@router.post("/counts", status_code=201, response_model=views.CountView)
async def report_membership_count(call: Registers, wish: counts.ReportCount) -> Response:
    """Record how many councils were members, as a source says."""
    return created(await counts.report_count(call, wish))


@router.get("/counts/{key}", response_model=views.CountView)
async def get_membership_count(call: Reads, key: KeyInPath) -> Response:
    """Show a reported count."""
    async with call.reading() as session:
        return shown(await queries.count(session, key))


@router.get("/{council}", response_model=views.MembershipHistoryView)
async def get_membership(call: Reads, council: CouncilInPath, as_at: AsAt = None) -> Response:
    """Show how a council stood on a day, and all that was told of its membership."""
    async with call.reading() as session:
        return shown(await queries.membership(session, council, last_day(as_at) if as_at else call.today))


@router.post("/{council}/in-principle", response_model=views.MembershipHistoryView)
async def agree_in_principle(call: Registers, council: CouncilInPath, wish: memberships.AgreeInPrinciple) -> Response:
    """Record that a council agreed in principle; it has not joined, and is offered what releases bring."""
    return shown(await memberships.agree_in_principle(call, council, wish))


@router.post("/{council}/end", response_model=views.MembershipHistoryView)
async def end_membership(call: Registers, council: CouncilInPath, wish: memberships.EndMembership) -> Response:
    """Record that a council left: `left` is the first day on which it is a member no more."""
    return shown(await memberships.end_membership(call, council, wish))


@router.post("/{council}/corrections", status_code=201, response_model=views.MembershipHistoryView)
async def correct_membership(call: Registers, council: CouncilInPath, wish: memberships.CorrectMembership) -> Response:
    """Put right what was told of a membership, for a reason; what was told stays in its history."""
    return created(await memberships.correct_membership(call, council, wish))
