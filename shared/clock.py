"""The day it is for the programme: the machine's, unless a demonstration or a test has moved it on.

Business dates and timers go by this clock. What was recorded when, tokens and the machinery go by the machine's, which
nobody moves. How far it was moved stands in the service's database, where every replica reads it again.
"""

import asyncio
from datetime import UTC, date, datetime, timedelta

import structlog
from sqlalchemy import CheckConstraint, DateTime, Interval, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlmodel import Field

from shared.errors import ConflictError, FieldError, InvalidError
from shared.outbox.record import SharedTable

log = structlog.get_logger()

READ_SECONDS = 0.5
"""How long a replica may still go by the old time after another one was told to move the clock."""
FURTHEST = timedelta(days=36_525)

READ = text("SELECT ahead FROM clock")
MOVE = text("""INSERT INTO clock (only_row, ahead, moved_at, moved_by) VALUES (true, :ahead, clock_timestamp(), :by)
               ON CONFLICT (only_row) DO UPDATE SET ahead = EXCLUDED.ahead, moved_at = EXCLUDED.moved_at,
                                                    moved_by = EXCLUDED.moved_by""")


class MovedClock(SharedTable, table=True):
    """How far the clock was moved on, by whom; there is no row where nobody did."""

    __tablename__ = "clock"
    __table_args__ = (CheckConstraint("only_row", name="clock_one_row"),)
    only_row: bool = Field(default=True, primary_key=True)
    ahead: timedelta = Field(sa_type=Interval)
    moved_at: datetime = Field(sa_type=DateTime(timezone=True))
    moved_by: str


class Clock:
    """The clock of one service's process; it goes by the machine's until it is told to read its own table."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.ahead = timedelta()
        """How far it was moved on."""

    def now(self) -> datetime:
        """Return the time it is for the programme, in UTC."""
        return datetime.now(UTC) + self.ahead

    def today(self) -> date:
        """Return the day it is for the programme, in UTC."""
        return self.now().date()

    async def read(self) -> None:
        """Read how far it was moved on."""
        async with self._engine.connect() as connection:
            self.ahead = await moved(connection)

    async def run(self) -> None:
        """Follow what other replicas are told, until cancelled."""
        while True:
            try:
                await self.read()
            except Exception as error:  # noqa: BLE001 - an absent database is told by readiness
                log.info("the clock could not be read", error=repr(error))
            await asyncio.sleep(READ_SECONDS)


async def moved(connection: AsyncConnection) -> timedelta:
    """Return how far the clock was moved on, as a transaction sees it."""
    found: timedelta | None = (await connection.execute(READ)).scalar_one_or_none()
    return found or timedelta()


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins: what falls due on it is due from then on."""
    return datetime.combine(day, datetime.min.time(), UTC)


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over: what is due on it is overdue from then on."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)


async def move(connection: AsyncConnection, to: date, *, by: str) -> timedelta:
    """Move the clock of this service on to a day, in the caller's transaction; return how far ahead that is.

    Refuses to go back: what has fired has fired.
    """
    # two that move it at once do so one after the other, each by what it finds
    await connection.execute(text("LOCK TABLE clock IN SHARE ROW EXCLUSIVE MODE"))
    before = await moved(connection)
    current = (datetime.now(UTC) + before).date()
    if to < current:
        raise ConflictError(f"It is {current} already; the clock only moves forward.", code="clock-moves-forward")
    further = before + (to - current)
    if further > FURTHEST:
        message = "a hundred years ahead is as far as it goes"
        raise InvalidError(f"today: {message}.", code="too-far-ahead", fields=(FieldError("today", message),))
    await connection.execute(MOVE, {"ahead": further, "by": by})
    return further
