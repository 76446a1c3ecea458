"""Timers: what is to happen by itself at a time, as rows beside the state that it is about.

A command sets or drops a timer in its own transaction. A worker fires what is due, each in one transaction that locks
the aggregate, takes the timer's row away and lets the handler decide and record: so it fires once, however many
replicas look, and a process that dies in between leaves it due.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from opentelemetry import metrics
from sqlalchemy import DateTime, Index, text
from sqlmodel import Field

from shared.crash import crash_point
from shared.database import Aggregate, Database, Transaction
from shared.outbox.record import Cause, SharedTable, new_id

log = structlog.get_logger()
meter = metrics.get_meter("partnership.timers")
fired_counter = meter.create_counter("timers.fired", unit="{timer}", description="Timers that have fired, by kind")
failed_counter = meter.create_counter("timers.failed", unit="{timer}", description="Timers whose handler failed")

PERIOD_SECONDS = 1.0
AT_ONCE = 100
FIRST_RETRY_SECONDS = 5.0
LAST_RETRY_SECONDS = 3600.0


class TimerRow(SharedTable, table=True):
    """Something is to happen to an aggregate (`of`) at a time; `key` tells several of one kind apart."""

    __tablename__ = "timer"
    __table_args__ = (Index("timer_due", "due_at", "kind", "of", "key"),)
    kind: str = Field(primary_key=True)
    of: str = Field(primary_key=True)
    key: str = Field(primary_key=True, default="")
    due_at: datetime = Field(sa_type=DateTime(timezone=True))
    tries: int = 0
    retry_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that fires: what for, and when it was to."""

    kind: str
    of: str
    key: str
    due_at: datetime


Fire = Callable[[Transaction, Any, Due], Awaitable[None]]
"""Does what a timer is for, given the locked aggregate; it may set the next one."""


@dataclass(frozen=True, slots=True)
class Timer:
    """A kind of timer: the aggregate it is about, whose row is locked when it fires, and what it does then."""

    kind: str
    model: type[Aggregate]
    fire: Fire


SET = text("""INSERT INTO timer (kind, of, key, due_at, tries) VALUES (:kind, :of, :key, :due_at, 0)
              ON CONFLICT (kind, of, key) DO UPDATE SET due_at = EXCLUDED.due_at, tries = 0, retry_at = NULL""")
DROP = text("DELETE FROM timer WHERE kind = :kind AND of = :of AND (CAST(:key AS text) IS NULL OR key = :key)")
DUE = text("""SELECT kind, of, key, due_at FROM timer
              WHERE due_at <= :now AND kind = ANY(:kinds) AND (retry_at IS NULL OR retry_at <= clock_timestamp())
              ORDER BY due_at, kind, of, key LIMIT :most""")
TAKE = text("DELETE FROM timer WHERE kind = :kind AND of = :of AND key = :key AND due_at = :due_at RETURNING 1")
TAKE_DUE = text("""DELETE FROM timer WHERE kind = :kind AND of = :of AND key = :key AND due_at <= :now RETURNING 1""")
LATER = text("""UPDATE timer SET tries = tries + 1, retry_at = clock_timestamp()
                  + make_interval(secs => least(:last, :first * power(2, least(tries, 30))))
                WHERE kind = :kind AND of = :of AND key = :key AND due_at = :due_at""")


async def set_timer(change: Transaction, kind: str, of: str, due_at: datetime, *, key: str = "") -> None:
    """Let something happen at a time, with the change that asks for it; the same again moves it.

    Lock the aggregate first, as firing does: two that meet then wait for each other in the same order.
    """
    await change.flush()
    await change.connection.execute(SET, {"kind": kind, "of": of, "key": key, "due_at": due_at})


async def drop_timer(change: Transaction, kind: str, of: str, *, key: str | None = None) -> None:
    """Let it not happen, if it has not yet; without a key, none of that kind for the aggregate."""
    await change.connection.execute(DROP, {"kind": kind, "of": of, "key": key})


async def take_due(change: Transaction, kind: str, of: str, *, key: str = "") -> bool:
    """Say whether a timer was due and no worker had come to it yet: then it is gone, and the caller does what it does.

    For commands that settle what a timer is about: what was missed before they came was missed all the same.
    """
    values = {"kind": kind, "of": of, "key": key, "now": change.clock.now()}
    return (await change.connection.execute(TAKE_DUE, values)).first() is not None


class Clockwork:
    """Fires the timers of one service that are due, for as long as it runs."""

    def __init__(self, database: Database, timers: Sequence[Timer], scaled: Callable[[float], float]) -> None:
        self._database, self._scaled = database, scaled
        self._timers = {timer.kind: timer for timer in timers}
        self._actor = f"service:{database.name}"

    async def run(self) -> None:
        """Fire what is due, and look again; what fails is tried again later, each time a little later."""
        while True:
            try:
                looked = await self.fire_due()
            except Exception as error:  # noqa: BLE001 - an absent database is told by readiness
                log.info("timers wait", error=repr(error))
                looked = 0
            if looked < AT_ONCE:
                await asyncio.sleep(self._scaled(PERIOD_SECONDS))

    async def fire_due(self) -> int:
        """Fire what is due now, the earliest first; return how many were found."""
        async with self._database.engine.connect() as connection:
            values = {"now": self._database.clock.now(), "kinds": list(self._timers), "most": AT_ONCE}
            found = [Due(*row) for row in await connection.execute(DUE, values)]
        for due in found:
            try:
                await self._fire(due)
            except Exception:
                failed_counter.add(1, {"kind": due.kind})
                log.exception("a timer could not fire", kind=due.kind, of=due.of)
                await self._later(due)
        return len(found)

    async def _fire(self, due: Due) -> None:
        timer = self._timers[due.kind]
        cause = Cause(self._actor, str(new_id()))
        async with self._database.transaction(cause) as change:
            # the aggregate first, as commands do; who comes second finds the timer gone
            row = await change.find(timer.model, due.of)
            taken = await change.connection.execute(TAKE, _named(due) | {"due_at": due.due_at})
            if taken.first() is None:
                return
            if row is None:
                log.error("a timer is about something that is not there", kind=due.kind, of=due.of)
                return
            await timer.fire(change, row, due)
            crash_point("timer.before_commit")
        fired_counter.add(1, {"kind": due.kind})

    async def _later(self, due: Due) -> None:
        values = _named(due) | {
            "due_at": due.due_at,
            "first": self._scaled(FIRST_RETRY_SECONDS),
            "last": self._scaled(LAST_RETRY_SECONDS),
        }
        async with self._database.engine.begin() as connection:
            await connection.execute(LATER, values)


def _named(due: Due) -> dict[str, str]:
    return {"kind": due.kind, "of": due.of, "key": due.key}
