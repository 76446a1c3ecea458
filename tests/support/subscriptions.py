"""Subscriptions in tests: made over HTTP, agreed to, and what was planned for them."""

from itertools import groupby, pairwise
from typing import Any, Protocol

import asyncpg
import httpx

from tests.support.waiting import eventually

SUBSCRIPTIONS = "/api/v1/subscriptions"


class Running(Protocol):
    """A service whose database can be looked into, in this process or in one of its own."""

    async def sql(self, query: str, *values: Any) -> list[asyncpg.Record]: ...


async def subscribe(client: httpx.AsyncClient, **wish: Any) -> dict[str, Any]:
    """Make a subscription by webhook, unless the wish says otherwise, and return what is shown of it."""
    body: dict[str, Any] = {"name": "Test", "road": "webhook"} | wish
    if body["road"] == "webhook":
        body.setdefault("webhook", {"url": "http://127.0.0.1:9/hook"})
    answer = await client.post(SUBSCRIPTIONS, json=body)
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def activate(running: Running, subscription: str) -> None:
    """Let an endpoint count as having agreed, where the test is about something else."""
    await running.sql("UPDATE subscription SET state = 'active' WHERE id = $1", subscription)
    await running.sql("UPDATE endpoint SET agreed_at = now() WHERE subscription = $1", subscription)


async def with_head(running: Running, subscription: str) -> None:
    """Wait until deliveries of a subscription are planned together with all others at the head of the log."""

    async def check() -> None:
        (row,) = await running.sql("SELECT with_head FROM subscription WHERE id = $1", subscription)
        assert row["with_head"], f"{subscription} is still behind"

    await eventually(check)


async def planned(running: Running, subscription: str, count: int) -> list[Any]:
    """Return the deliveries of a subscription in the order of the log, once there are so many."""

    async def check() -> list[Any]:
        rows = await running.sql(
            """SELECT delivery.*, event_log.subject, event_log.type FROM delivery
               JOIN event_log USING (position) WHERE subscription = $1 ORDER BY position""",
            subscription,
        )
        assert len(rows) >= count, f"{len(rows)} of {count} deliveries are planned"
        return rows

    return await eventually(check)


async def fill_log(running: Running, count: int, *, key: str, days: float = 0) -> None:
    """Put events about `key-1`, `key-2` … at the end of the log, far more of them than could be said in a test.

    They were recorded evenly over so many days up to now.
    """
    await running.sql(
        """
        WITH head AS (UPDATE event_log_head SET position = position + $1 RETURNING position - $1 AS before),
        made AS (
          SELECT before + n AS position, gen_random_uuid() AS id, n,
                 clock_timestamp() - make_interval(secs => $3 * 86400.0 * ($1 - n + 1) / $1) AS at
          FROM head, generate_series(1, $1) AS n)
        INSERT INTO event_log (position, event_id, stream, stream_seq, type, source, subject, time, recordedtime,
                               audience, aggregate, sequence, epoch, correlationid, actor, data, data_is_json, kept_at)
        SELECT position, id, 'PROJECTS', 1000000 + position, 'partnership.projects.registered.v1', '/projects',
               $2 || '-' || n, at, at, 'public', 'project/' || $2 || '-' || n, 1, 1, 'test', 'client:test',
               convert_to(json_build_object('project', $2 || '-' || n, 'name', n::text)::text, 'UTF8'), true, at
        FROM made""",
        count,
        key,
        days,
    )
    await running.sql("SELECT pg_notify('event_log', position::text) FROM event_log_head")


def chained(rows: list[Any]) -> bool:
    """Say whether the numbers of each lane go up by one, and each delivery names the one before it."""
    lanes = groupby(sorted(rows, key=lambda row: (row["aggregate"], row["position"])), lambda row: row["aggregate"])
    for _, lane in lanes:
        found = list(lane)
        if [row["number"] for row in found] != list(range(1, len(found) + 1)) or found[0]["previous"] is not None:
            return False
        if any(after["previous"] != before["event_id"] for before, after in pairwise(found)):
            return False
    return True
