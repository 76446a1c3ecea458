"""What councils does by itself: it looks after the keys that sign, and lets rise what nobody acknowledged."""

import asyncio

import structlog
from fastapi import FastAPI

from services.councils.commands.acknowledgements import UNANSWERED, let_rise
from services.councils.commands.keys import NOTICE, look_after_keys
from services.councils.models import Acknowledgement
from shared.timers import Timer

log = structlog.get_logger()

PERIOD_SECONDS = 5.0

TIMERS: tuple[Timer, ...] = (Timer(UNANSWERED, Acknowledgement, let_rise),)


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
