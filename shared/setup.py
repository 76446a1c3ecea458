"""The step before a service serves: its database migrated, its stream and durables made or brought up to date."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import nats
import structlog
from alembic import command
from alembic.config import Config
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from shared.messaging import provision
from shared.messaging.provision import Topology
from shared.messaging.subscription import Subscription
from shared.settings import Settings

log = structlog.get_logger()

ROOT = Path(__file__).resolve().parent.parent
DEADLINE_SECONDS = 60.0


async def set_up(name: str, subscriptions: Sequence[Subscription], settings: Settings) -> None:
    """Migrate and provision; can be run again at any time. Raises TimeoutError when a server does not come up."""
    await asyncio.to_thread(migrate, name, settings.dsn)
    await provision_all(Topology(name, subscriptions, settings))
    log.info("the service is set up")


def migrate(name: str, dsn: str) -> None:
    """Bring one service's database to the newest schema."""
    command.upgrade(alembic_config(name, dsn), "heads")


def alembic_config(name: str, dsn: str) -> Config:
    """Return alembic's configuration for one service's database."""
    config = Config(ROOT / "alembic.ini", ini_section=name)
    config.attributes["dsn"] = dsn
    config.attributes["service"] = name
    return config


async def provision_all(topology: Topology) -> None:
    """Make the service's stream and durables, waiting for the streams of the others for a while."""
    settings = topology.settings
    async with asyncio.timeout(DEADLINE_SECONDS):
        client = await nats.connect(
            settings.nats_servers,
            user=settings.nats_user,
            password=settings.nats_secret,
            inbox_prefix=f"_INBOX_{topology.service}".encode(),
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.2,
            error_cb=_note,
        )
        try:
            await _until_made(client, topology)
        finally:
            await client.close()


async def _until_made(client: Client, topology: Topology) -> None:
    while True:
        try:
            await provision.ensure(client.jetstream(timeout=5), topology)
        except (NotFoundError, NatsError, TimeoutError) as error:
            log.info("a stream that is heard is not there yet", error=repr(error))
            await asyncio.sleep(0.2)
        else:
            return


async def _note(error: Exception) -> None:
    log.info("the NATS client reports", error=repr(error))
