"""A service whose clock a test moves on, as an operator would for a demonstration."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.support.office import Office
from tests.support.waiting import eventually
from tests.support.world import Running


class Days:
    """The days of a service: the one it is, and those to come."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.today = datetime.now(UTC).date()

    def day(self, plus: int = 0) -> str:
        """Return a day so many days from today."""
        return (self.today + timedelta(days=plus)).isoformat()

    async def pass_by(self, days: int) -> date:
        """Move the clock on by some days; return the day it is then."""
        to = self.today + timedelta(days=days)
        async with self.running.client("operations") as operator:
            answer = await operator.post("/api/v1/operations/projects/clock", json={"today": to.isoformat()})
        assert answer.status_code == 200, answer.text
        self.today = to
        return to


async def fired(office: Office, key: str, name: str, times: int = 1) -> None:
    """Wait until something was said so often about a key by itself."""

    async def check() -> None:
        names = await office.recorded(key)
        assert names.count(name) >= times, names

    await eventually(check)


async def settled(running: Running, now: date) -> None:
    """Wait until no timer is due on a day any more."""

    async def check() -> None:
        rows: Any = await running.sql(
            "SELECT kind, of FROM timer WHERE due_at <= $1", datetime.combine(now, datetime.min.time(), UTC)
        )
        assert rows == []

    await eventually(check)
