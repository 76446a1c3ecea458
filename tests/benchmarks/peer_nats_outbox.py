"""The relay of nats-outbox, put together as its own command does."""

import asyncio
import os

import nats
import uvloop
from nats_outbox.core.models import Base
from nats_outbox.publishers.nats_publisher import NatsPublisher
from nats_outbox.relay.polling import PollingRelay
from nats_outbox.settings import OutboxSettings
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from tests.benchmarks.peers import database_url, for_ever


async def main() -> None:
    url = os.environ["NATS_URL"]
    engine = create_async_engine(database_url())
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    client = await nats.connect(url)
    publisher = await NatsPublisher.from_nats_client(client, publish_timeout=30)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    relay = PollingRelay(sessions, publisher, OutboxSettings(database_url=database_url(), nats_url=url))
    await asyncio.gather(relay.start(), for_ever())


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
