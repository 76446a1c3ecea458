"""Membership and reported counts over HTTP."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import AsAt, CouncilInPath, KeyInPath, Reads, Registers, Wanted
from services.councils.commands import memberships
from services.councils.queries import memberships as queries
from shared.values import last_day
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/memberships", tags=["memberships"])


@router.get("", response_model=views.MembersPage)
async def list_members(call: Reads, wanted: Wanted, as_at: AsAt = None) -> Response:
    """List who certainly was a member on a day, of whom it is not known, and the count that was reported for it."""
    day = last_day(as_at) if as_at else call.today
    async with call.reading() as session:
        return shown(await queries.members(session, wanted, day))


@router.post("", status_code=201, response_model=views.MembershipView)
async def start_membership(call: Registers, wish: memberships.StartMembership) -> Response:
    """Record that a council is a member, from a date as exact as its source."""
    return created(await memberships.start_membership(call, wish))


@router.get("/counts", response_model=Page[views.CountView])
async def list_membership_counts(call: Reads, wanted: Wanted) -> Response:
    """List how many councils were members by what sources say, as they were listed; they may disagree."""
    async with call.reading() as session:
        return shown(await queries.counts(session, wanted))


@router.post("/counts", status_code=201, response_model=views.CountView)
async def report_membership_count(call: Registers, wish: memberships.ReportCount) -> Response:
    """Record how many councils were members, as a source says."""
    return created(await memberships.report_count(call, wish))


@router.get("/counts/{key}", response_model=views.CountView)
async def get_membership_count(call: Reads, key: KeyInPath, request: Request) -> Response:
    """Show a reported count."""
    async with call.reading() as session:
        return shown(await queries.count(session, key), request)


@router.get("/{council}", response_model=views.MembershipView)
async def get_membership(call: Reads, council: CouncilInPath, request: Request) -> Response:
    """Show a council's membership, with all its periods."""
    async with call.reading() as session:
        return shown(await queries.membership(session, council), request)


@router.post("/{council}/end", response_model=views.MembershipView)
async def end_membership(call: Registers, council: CouncilInPath, wish: memberships.EndMembership) -> Response:
    """Record that a council left: `left` is the first day on which it is a member no more."""
    return shown(await memberships.end_membership(call, council, wish))
