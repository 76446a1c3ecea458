"""The relay of faststream-outbox, as its documentation shows it, with a publish that waits for JetStream's answer."""

import asyncio
import os
from typing import Any

import uvloop
from faststream import Context
from faststream.nats import NatsBroker
from faststream_outbox import OutboxBroker, make_outbox_table
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from tests.benchmarks.peers import database_url, for_ever

WORKERS = int(os.environ.get("WORKERS", "1"))
STREAM = "WORKERS" if "WORKERS" in os.environ else "DEFAULTS"


async def main() -> None:
    metadata = MetaData()
    table = make_outbox_table(metadata, table_name="outbox")
    engine = create_async_engine(database_url(), pool_size=WORKERS + 5)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    outbox = OutboxBroker(engine, outbox_table=table)
    nats = NatsBroker(os.environ["NATS_URL"])

    async def relay(body: Any, message: Any = Context("message")) -> None:  # noqa: B008
        kept = {name: value for name, value in message.headers.items() if name.startswith(("ce-", "Nats-"))}
        await nats.publish(message.body, message.headers["subject"], stream=STREAM, headers=kept, timeout=30)

    # one worker is its default
    outbox.subscriber("events", max_workers=WORKERS)(relay)
    await nats.start()
    await outbox.start()
    await for_ever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
