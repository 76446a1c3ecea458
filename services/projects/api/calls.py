"""Calls for participation over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import calls
from services.projects.domain.calls import refuse_councils
from shared.values import Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/calls", tags=["calls"])


@router.get("", response_model=Page[views.CallView])
async def list_calls(
    call: Reads,
    wanted: Wanted,
    as_at: AsAt = None,
    project: Annotated[Key | None, Query(description="only those of this project")] = None,
    state: Annotated[Literal["draft", "published", "closed", "withdrawn"] | None, Query()] = None,
) -> Response:
    """List calls for participation as they stand, or stood as at a day; drafts are shown to the Office alone."""
    async with call.reading() as session:
        rows = await queries.calls(
            session, wanted, project=project, state=state, day=as_at or call.today, own=call.caller.is_office
        )
    return shown(wanted.page(rows, views.call, lambda row: [row.call]))


@router.post("", status_code=201, response_model=views.CallView)
async def draft_call(call: Writes, wish: calls.DraftCall) -> Response:
    """Draft a call for participation; councils are asked once it is published."""
    return created(await calls.draft_call(call, wish))


@router.post("/check", response_model=views.CheckView)
async def check_ask(call: Writes, wish: calls.CheckAsk) -> Response:
    """Check what a call would ask against capacity and calendar, month by month; nothing is saved."""
    return shown(await calls.check_ask(call, wish))


@router.get("/{key}", response_model=views.CallView)
async def get_call(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show a call for participation."""
    async with call.reading() as session:
        row = await reads.call_as_at(session, key, as_at or call.today, own=call.caller.is_office)
    return shown(views.call(row), request)


@router.patch("/{key}", response_model=views.CallView)
async def change_call(call: Writes, key: KeyInPath, wish: calls.ChangeCall) -> Response:
    """Change a draft, or a published call for a reason, which councils are told."""
    return shown(await calls.change_call(call, key, wish))


@router.post("/{key}/publish", response_model=views.CallView)
async def publish_call(call: Writes, key: KeyInPath, wish: calls.PublishCall) -> Response:
    """Publish a draft; what its check warns of is accepted by its codes."""
    return shown(await calls.publish_call(call, key, wish))


@router.post("/{key}/close", response_model=views.CallView)
async def close_call(call: Writes, key: KeyInPath, wish: calls.EndCall) -> Response:
    """Close a published call before its deadline; what was committed counts."""
    return shown(await calls.close_call(call, key, wish, "closed"))


@router.post("/{key}/withdraw", response_model=views.CallView)
async def withdraw_call(call: Writes, key: KeyInPath, wish: calls.EndCall) -> Response:
    """Withdraw a draft or a published call; what was committed to it binds nobody."""
    return shown(await calls.close_call(call, key, wish, "withdrawn"))


@router.get("/{key}/check", response_model=views.CheckView)
async def check_call(call: Reads, key: KeyInPath, as_at: AsAt = None) -> Response:
    """Check a call against capacity and calendar, month by month; for the Office, as it adds up what councils gave."""
    day = as_at or call.today
    async with call.reading() as session:
        row = await reads.call_as_at(session, key, day, own=call.caller.is_office)
        refuse_councils(office=call.caller.is_office)
        found = await reads.check_as_at(session, row, day)
    return shown(views.check(found, day))
