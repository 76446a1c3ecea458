"""What councils does by itself: about keys that sign, what nobody acknowledged, last days in a role, old contacts."""

import asyncio

import structlog
from fastapi import FastAPI

from services.councils.commands.acknowledgements import UNANSWERED, let_rise
from services.councils.commands.contacts import RETENTION, expire
from services.councils.commands.keys import NOTICE, look_after_keys
from services.councils.commands.roles import TERM, term_passes
from services.councils.models import Acknowledgement, Contact, HeldRole
from shared.timers import Timer

log = structlog.get_logger()

PERIOD_SECONDS = 5.0

TIMERS: tuple[Timer, ...] = (
    Timer(UNANSWERED, Acknowledgement, let_rise),
    Timer(TERM, HeldRole, term_passes),
    Timer(RETENTION, Contact, expire),
)


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
