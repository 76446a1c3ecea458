"""The programme's calendar over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import calendar
from shared.values import Day, Key, Text
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/programme/calendar", tags=["programme"])


@router.get("", response_model=Page[views.CalendarPeriodView])
async def list_calendar_periods(
    call: Reads,
    wanted: Wanted,
    as_at: AsAt = None,
    first: Annotated[Day | None, Query(alias="from", description="only those that have not ended by then")] = None,
    last: Annotated[Day | None, Query(alias="to", description="only those that have begun by then")] = None,
    council: Annotated[Key | None, Query(description="only those that concern it")] = None,
) -> Response:
    """List the periods that stand in the calendar, or stood in it as at a day."""
    async with call.reading() as session:
        rows = await queries.periods(session, wanted, first=first, last=last, council=council, day=as_at or call.today)
    return shown(wanted.page(rows, views.period, lambda row: [row.period]))


@router.post("", status_code=201, response_model=views.CalendarPeriodView)
async def add_calendar_period(call: Writes, wish: calendar.AddPeriod) -> Response:
    """Add a period: a recess, the setting of budgets, the weeks before an election, a local holiday."""
    return created(await calendar.add_period(call, wish))


@router.get("/{key}", response_model=views.CalendarPeriodView)
async def get_calendar_period(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show a period, also one that was taken out."""
    async with call.reading() as session:
        return shown(views.period(await reads.period_as_at(session, key, as_at or call.today)), request)


@router.patch("/{key}", response_model=views.CalendarPeriodView)
async def change_calendar_period(call: Writes, key: KeyInPath, wish: calendar.ChangePeriod) -> Response:
    """Put a period right, for a reason; what was known before stays known as at its day."""
    return shown(await calendar.change_period(call, key, wish))


@router.delete("/{key}", response_model=views.CalendarPeriodView)
async def end_calendar_period(
    call: Writes, key: KeyInPath, reason: Annotated[Text, Query(min_length=1, description="why it counts no more")]
) -> Response:
    """Take a period out from today on, for a reason; it stays in the history."""
    return shown(await calendar.end_period(call, key, reason))
