"""Comparing an outbox with its stream, from outside."""

import json
from collections import defaultdict
from typing import Any

from tests.support.waiting import eventually
from tests.support.world import Running, World


async def published(running: Running, *, seconds: float = 10) -> None:
    """Wait until everything in the outbox is marked as published."""

    async def check() -> None:
        (row,) = await running.sql("SELECT count(*) AS waiting FROM outbox_event WHERE published_at IS NULL")
        assert row["waiting"] == 0, f"{row['waiting']} events wait"

    await eventually(check, seconds=seconds)


async def outbox(running: Running) -> list[dict[str, Any]]:
    """Return the outbox, oldest first."""
    rows = await running.sql("SELECT * FROM outbox_event ORDER BY position")
    return [dict(row) | {"headers": json.loads(row["headers"])} for row in rows]


async def stream(world: World, name: str = "PROJECTS") -> list[Any]:
    """Return what a stream holds, in order."""
    state = (await world.js.stream_info(name)).state
    if not state.messages:
        return []
    return [await world.js.get_msg(name, number) for number in range(state.first_seq, state.last_seq + 1)]


async def in_agreement(running: Running, world: World, name: str = "PROJECTS") -> list[Any]:
    """Check that the stream holds every event of the outbox exactly once, where its row says, in order; return it."""
    messages, rows = await stream(world, name), await outbox(running)
    assert sorted(message.headers["ce-id"] for message in messages) == sorted(str(row["event_id"]) for row in rows)
    places = {message.headers["ce-id"]: message.seq for message in messages}
    assert {str(row["event_id"]): row["stream_seq"] for row in rows} == places
    versions = defaultdict(list)
    for message in messages:
        versions[message.headers["ce-aggregate"]].append(int(message.headers["ce-sequence"]))
    for aggregate, sequences in versions.items():
        assert sequences == list(range(1, len(sequences) + 1)), f"{aggregate} is out of order: {sequences}"
    return messages
