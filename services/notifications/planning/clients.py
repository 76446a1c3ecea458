"""Subscriptions go with their clients: one whose client is revoked or has come to its end is stopped."""

import asyncio

import structlog
from fastapi import FastAPI
from sqlalchemy import String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from services.notifications.commands.subscriptions import stop_of_client
from services.notifications.domain.subscriptions import EXPIRED, REVOKED
from shared.database import Database
from shared.events.councils import ClientRegistered, ClientSecretIssued
from shared.outbox.record import Cause, new_id

log = structlog.get_logger()

LOOK_SECONDS = 60.0

# a revocation stops them when it is heard; here, what was made at the very moment with a token still good. When a
# client ends is in what councils said of it last
NOT_LET_IN = text("""
    WITH told AS (
      SELECT DISTINCT ON (subject) subject AS client, convert_from(data, 'UTF8')::jsonb ->> 'expires' AS expires
      FROM event_log WHERE type = ANY(:types) AND data_is_json ORDER BY subject, position DESC)
    SELECT DISTINCT subscription.client, revoked_client.client IS NOT NULL AS revoked
    FROM subscription LEFT JOIN revoked_client USING (client) LEFT JOIN told USING (client)
    WHERE subscription.state <> 'stopped'
      AND (revoked_client.client IS NOT NULL OR told.expires::timestamptz <= clock_timestamp())
    ORDER BY client""").bindparams(bindparam("types", type_=ARRAY(String)))
TYPES = [ClientRegistered.type_name(), ClientSecretIssued.type_name()]


async def look(database: Database) -> None:
    """Stop what clients subscribed to that are no longer let in."""
    async with database.engine.connect() as connection:
        found = (await connection.execute(NOT_LET_IN, {"types": TYPES})).all()
    for row in found:
        async with database.transaction(Cause(f"service:{database.name}", str(new_id()))) as change:
            await stop_of_client(change, row.client, REVOKED if row.revoked else EXPIRED)
        log.info("a client is no longer let in, and its subscriptions are stopped", client=row.client)


async def look_after_clients(app: FastAPI) -> None:
    """Look now and then, beside the service."""
    database, scaled = app.state.database, app.state.settings.scaled
    while True:
        try:
            await look(database)
        except Exception as error:  # noqa: BLE001 - an absent database is told by readiness
            log.info("clients are looked after later", error=repr(error))
        await asyncio.sleep(scaled(LOOK_SECONDS))
