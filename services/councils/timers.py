"""What councils does by itself: it sees that there is a signing key, and retires those whose tokens are out."""

import asyncio

import structlog
from fastapi import FastAPI

from services.councils.commands.keys import NOTICE, look_after_keys

log = structlog.get_logger()

PERIOD_SECONDS = 5.0


async def look_after_keys_for_ever(app: FastAPI) -> None:
    """Look after the signing keys; what is due stands in the database, so a restart forgets nothing."""
    settings, database, tokens = app.state.settings, app.state.database, app.state.tokens
    while True:
        try:
            await look_after_keys(database, notice=NOTICE * settings.time_scale)
            if not tokens.ready:
                await tokens.reload()
        except Exception as error:  # noqa: BLE001 - it is tried again, and readiness tells of a missing key
            log.info("signing keys could not be looked after yet", error=repr(error))
        await asyncio.sleep(settings.scaled(PERIOD_SECONDS))
