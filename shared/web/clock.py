"""Operators' routes for the clock and the timers: the day it is, moving it on, and what is due when."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy import text
from starlette.responses import Response

from shared import clock
from shared.errors import ConflictError, FieldError, MalformedError
from shared.values import Day
from shared.web.calls import Call, requires
from shared.web.resources import Page, PageWanted, View, Wish, shown

router = APIRouter()

Operator = Annotated[Call, Depends(requires("operations"))]

LIST = text("""SELECT kind, of, key, due_at, tries, retry_at FROM timer
               WHERE CAST(:due_at AS timestamptz) IS NULL
                  OR (due_at, kind, of, key) > (CAST(:due_at AS timestamptz), :kind, :of, :key)
               ORDER BY due_at, kind, of, key LIMIT :most""")


class ClockView(View):
    """The day it is for the programme, and how many days that is ahead of the machine's."""

    today: date
    now: datetime
    ahead_days: int
    movable: bool


class MoveClock(Wish):
    """The day it is to be; the clock only moves forward."""

    today: Day


class TimerView(View):
    """What happens by itself, to what, and when; `tries` says how often it failed, and `retry_at` when it is next."""

    kind: str
    of: str
    key: str
    due_at: datetime
    tries: int
    retry_at: datetime | None


@router.get("/clock", response_model=ClockView)
async def get_clock(call: Operator, request: Request) -> Response:
    """Tell what day it is for the programme, in this service."""
    return shown(_view(request, call.database.clock.ahead))


@router.post("/clock", response_model=ClockView)
async def move_clock(call: Operator, wish: MoveClock, request: Request) -> Response:
    """Move this service's clock on to a day, where that is allowed: for demonstrations and tests.

    Timers fire for every day that is passed over. Move all four services, so that they agree on the day.
    """
    if not request.app.state.settings.clock_movable:
        raise ConflictError(
            "This system goes by the machine's clock; start it with CLOCK_MOVABLE=true to move it.",
            code="clock-not-movable",
        )
    async with call.transaction() as change:
        ahead = await clock.move(change.connection, wish.today, by=call.cause.actor)
        answer = await call.answer(change, _view(request, ahead))
    await call.database.clock.read()
    return shown(answer)


@router.get("/timers", response_model=Page[TimerView])
async def list_timers(call: Operator, wanted: Annotated[PageWanted, Depends()]) -> Response:
    """List what will happen by itself, the earliest first."""
    due_at, *named = wanted.after or (None, "", "", "")
    try:
        kind, of, key = (_text(one) for one in named)
        position = datetime.fromisoformat(_text(due_at)) if wanted.after else None
    except (TypeError, ValueError) as error:
        fields = (FieldError("after", "is no cursor of this list"),)
        raise MalformedError("'after' is no cursor of this list.", code="malformed-cursor", fields=fields) from error
    values = {"due_at": position, "kind": kind, "of": of, "key": key, "most": wanted.limit + 1}
    async with call.reading() as session:
        rows = (await (await session.connection()).execute(LIST, values)).all()
    return shown(
        wanted.page(
            rows,
            lambda row: TimerView(**row._mapping),  # noqa: SLF001 - SQLAlchemy's public name for it
            lambda row: [row.due_at.isoformat(), row.kind, row.of, row.key],
        )
    )


def _view(request: Request, ahead: timedelta) -> ClockView:
    moment = datetime.now(UTC) + ahead
    movable = request.app.state.settings.clock_movable
    return ClockView(today=moment.date(), now=moment, ahead_days=ahead.days, movable=movable)


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError(told)
    return told
