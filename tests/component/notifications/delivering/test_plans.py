"""How the database carries out what the worker asks all the time: row by row by an index, whatever statistics say."""

import re

import asyncpg
import pytest

from services.notifications.delivering import claims, settling
from services.notifications.models.deliveries import BY_INDEX
from tests.support.world import Running


async def plan(notifications: Running, statement: str) -> str:
    """Return the plan of a statement on the worker's connections, of tables that no statistics were made of."""
    settings = {**BY_INDEX, "plan_cache_mode": "force_generic_plan"}
    connection = await asyncpg.connect(notifications.dsn, server_settings=settings)
    try:
        await connection.execute(f"PREPARE asked AS {statement}")
        nothing = ", ".join(["NULL"] * len(set(re.findall(r"\$\d+", statement))))
        return "\n".join(line[0] for line in await connection.fetch(f"EXPLAIN EXECUTE asked({nothing})"))
    finally:
        await connection.close()


@pytest.mark.parametrize("statement", [claims.CLAIM, claims.HEADS, settling.LOCK, settling.SETTLE])
async def test_no_table_of_the_queue_is_read_whole(notifications: Running, statement: str) -> None:
    found = await plan(notifications, statement)
    assert "Index" in found
    for table in ("lane", "delivery", "event_log"):
        assert f"Seq Scan on {table}" not in found, found


async def test_the_next_of_a_lane_is_found_without_reading_what_waits_in_others(notifications: Running) -> None:
    found = await plan(notifications, settling.SETTLE)
    assert "using delivery_lane on delivery" in found, found
    assert "using delivery_waiting" not in found, found
    assert "Sort" not in found, found
