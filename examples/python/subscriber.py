"""Reads events from the broker, each at least once, and acknowledges what it has taken in.

NKEY_SEED=SU… python subscriber.py SERVER STREAM DURABLE [HOW-MANY]
"""

import asyncio
import json
import os
import sys

import nats
from nats.errors import TimeoutError as NothingNewError


async def follow(server: str, stream: str, durable: str, how_many: int | None) -> None:
    """Print events, one a line, until there were so many; for ever if that is not said."""
    client = await nats.connect(server, nkeys_seed_str=os.environ["NKEY_SEED"], max_reconnect_attempts=-1)
    # `bind` asks the broker nothing about the durable, which it would not answer
    durable_there = await client.jetstream().pull_subscribe_bind(durable=durable, stream=stream)
    seen: set[str] = set()
    while how_many is None or len(seen) < how_many:
        try:
            events = await durable_there.fetch(20, timeout=5)
        except NothingNewError:
            continue
        for event in events:
            headers = event.headers or {}
            if headers["ce-id"] not in seen:
                take_in(headers, json.loads(event.data))
                seen.add(headers["ce-id"])
            # only now: an event that was not acknowledged comes again
            await event.ack()
    await client.drain()


def take_in(headers: dict[str, str], data: object) -> None:
    """Do with an event what there is to do: here, print it. In your tool, keep its `ce-id` with what you make of it."""
    print(json.dumps({"id": headers["ce-id"], "type": headers["ce-type"], "data": data}), flush=True)


if __name__ == "__main__":
    asyncio.run(follow(*sys.argv[1:4], int(sys.argv[4]) if len(sys.argv) > 4 else None))
