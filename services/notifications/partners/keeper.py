"""Keeps the broker as the database says: accounts and durables of partners, made, mended and taken away, for ever."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nats
import structlog
from fastapi import FastAPI
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo
from nats.js.errors import NotFoundError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.catalogue import every_type
from services.notifications.domain.partners import Place, first, subjects
from services.notifications.models.partners import STREAMS
from services.notifications.partners import accounts, durables, reload, rows
from services.notifications.partners.accounts import Account
from services.notifications.partners.durables import Durable
from services.notifications.partners.rows import PartnerRow
from shared.database import Database
from shared.errors import RefusedError
from shared.outbox.audit import incarnation
from shared.settings import Settings

log = structlog.get_logger()

LOOK_SECONDS = 0.5
"""How soon what changed in the database is so on the broker."""
PROBE_SECONDS = 5.0
"""How soon what was lost on the broker is there again."""
CONNECT_SECONDS = 2
USER = "partners"
LOCK = text("SELECT pg_try_advisory_xact_lock(7200011)")
"""One replica at a time does this; the number only has to be ours."""


class Keeper:
    """Does it, one round after the other; what it knows besides is only to spare work."""

    def __init__(self, database: Database, settings: Settings, file: Path) -> None:
        self._database, self._settings, self._file = database, settings, file
        self._clients: dict[str, Client] = {}
        self._in_force: str | None = None
        self._seen: object = None
        self._next_probe = 0.0
        self._ack_wait = max(1.0, settings.scaled(durables.ACK_WAIT_SECONDS))
        self.state = "starting"

    async def run(self) -> None:
        """Look, and make it so, until cancelled."""
        try:
            while True:
                try:
                    await self.round()
                    self.state = "ok"
                except Exception as error:  # noqa: BLE001 - tried again in a moment; readiness tells
                    if self.state == "ok":
                        log.warning("partners on the broker are not as they should be", error=repr(error))
                    self.state = f"waiting: {error!r}"
                    self._seen = None
                await asyncio.sleep(self._settings.scaled(LOOK_SECONDS))
        finally:
            for client in self._clients.values():
                await client.close()

    async def round(self) -> None:
        """Make everything so once, unless another replica is at it."""
        async with self._database.engine.begin() as connection:
            if not (await connection.execute(LOCK)).scalar_one():
                self._seen = None
                return
            now = self._database.clock.now()
            wanted = await rows.partners(connection, now)
            self._write(wanted)
            loop = asyncio.get_running_loop()
            if wanted == self._seen and self._in_force is not None and loop.time() < self._next_probe:
                return
            if wanted != self._seen:
                # another replica may have written the file, and died before the broker read it
                self._in_force = None
            # who is shut out is so first
            await self._put_in_force()
            await self._durables(connection, wanted)
            await rows.placed(connection, {key for one in wanted for key in one.keys}, now)
            self._seen, self._next_probe = wanted, loop.time() + self._settings.scaled(PROBE_SECONDS)

    def _write(self, wanted: list[PartnerRow]) -> None:
        """Write the file with their accounts, if it is another or lost."""
        content = accounts.written(Account(one.account, one.keys) for one in wanted)
        if accounts.read(self._file) != content:
            accounts.write(self._file, content)
            self._in_force = None
            log.info("the file with partners' accounts was written", partners=len(wanted))

    async def _put_in_force(self) -> None:
        """Let the broker read the file, if it may not have read it as it is."""
        client = await self._client(reload.USER, self._settings.reload_secret)
        if self._in_force is None:
            servers = await reload.reload_all(client)
            self._in_force = "read"
            log.info("the broker has read the partners' accounts", servers=servers)

    async def _durables(self, connection: AsyncConnection, wanted: list[PartnerRow]) -> None:
        """Make and mend the durables of all partners, and take away those of nobody."""
        client = await self._client(USER, self._settings.partners_secret)
        js = client.jetstream(timeout=5)
        should_be = {
            (durable.stream, durable.name): (durable, one)
            for one in wanted
            for durable in _durables_of(one, self._ack_wait)
        }
        reached = await rows.reached(connection)
        for stream in STREAMS:
            mine = {name: pair for (of, name), pair in should_be.items() if of == stream}
            try:
                life = incarnation(await js.stream_info(stream))
            except NotFoundError:
                log.info("partners wait for a stream that is not there", stream=stream)
                continue
            found = await durables.found_on(js, stream)
            seen = [await self._durable(js, life, durable, one, found, reached) for durable, one in mine.values()]
            await rows.remember(connection, seen)
            for name in found.keys() - mine.keys():
                await durables.remove(js, stream, name)

    async def _durable(
        self,
        js: JetStreamContext,
        life: str,
        wanted: Durable,
        partner: PartnerRow,
        found: Mapping[str, ConsumerInfo],
        reached: Mapping[tuple[str, str], Place],
    ) -> dict[str, Any]:
        """Make or mend one durable; return how far it has got."""
        info = found.get(wanted.name)
        place = reached.get((partner.subscription, wanted.stream))
        if info is not None and wanted.is_another(info.config):
            await durables.remove(js, wanted.stream, wanted.name)
            info = None
        if info is None:
            begin = first(partner.begins, place, stream=wanted.stream, incarnation=life, made_at=partner.made_at)
            info = await durables.make(js, wanted, begin)
        await durables.keep(js, wanted, info)
        return {
            "subscription": partner.subscription,
            "stream": wanted.stream,
            "incarnation": life,
            "acknowledged": info.ack_floor.stream_seq if info.ack_floor else 0,
            "waiting": int(info.num_pending or 0) + int(info.num_ack_pending or 0),
        }

    async def _client(self, user: str, password: str | None) -> Client:
        """Return a connection as one of our two users; one that broke is made anew, and what it told is in doubt."""
        client = self._clients.get(user)
        if client is None or not client.is_connected:
            if client is not None:
                await client.close()
            self._in_force = None
            self._clients[user] = client = await nats.connect(
                self._settings.nats_servers,
                name=f"notifications: {user}",
                user=user,
                password=password,
                inbox_prefix=f"_INBOX_{user}".encode(),
                allow_reconnect=False,
                connect_timeout=CONNECT_SECONDS,
                error_cb=_note,
            )
        return client


def _durables_of(partner: PartnerRow, ack_wait: float) -> list[Durable]:
    """Return the durables that a partner should have."""
    try:
        wanted = subjects(partner.types, partner.filters, partner.council, every_type())
    except RefusedError as error:
        # a newer build may show this owner less than the one that took the subscription
        log.warning("a partner cannot be given what it subscribed to", account=partner.account, error=error.detail)
        return []
    return [
        Durable(stream, partner.account, some, partner.in_hand, partner.state == "paused", ack_wait)
        for stream, some in wanted.of_stream.items()
    ]


async def _note(error: Exception) -> None:
    if isinstance(error, NatsError):
        log.info("the NATS client reports", error=repr(error))


async def keep_partners(app: FastAPI) -> None:
    """Keep partners beside the service, where the installation has a place for their accounts."""
    settings: Settings = app.state.settings
    if settings.partners_file is None:
        await asyncio.Event().wait()
        return
    keeper = Keeper(app.state.database, settings, settings.partners_file)

    async def are_in_place() -> str:
        return keeper.state

    app.state.checks["partners"] = are_in_place
    await keeper.run()
