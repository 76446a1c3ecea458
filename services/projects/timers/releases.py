"""What happens by itself to releases: the day of a freeze comes, and seals from before signatures get theirs."""

import asyncio

import structlog
from fastapi import FastAPI

from services.projects.commands.scope import FREEZE, tell_freeze
from services.projects.commands.seal_keys import look_after_seals
from services.projects.models import Release
from shared.database import Transaction
from shared.timers import Due, Timer

log = structlog.get_logger()

SEALS_PERIOD_SECONDS = 60.0


async def _frozen(change: Transaction, row: Release, _: Due) -> None:
    await tell_freeze(change, row)


FROZEN = Timer(FREEZE, Release, _frozen)


async def look_after_seals_for_ever(app: FastAPI) -> None:
    """Publish the key of the secret file, and sign seals from before there were signatures."""
    settings, database = app.state.settings, app.state.database
    while True:
        try:
            await look_after_seals(database)
        except Exception as error:  # noqa: BLE001 - it is tried again; a closing that needs the key refuses and says why
            log.warning("seals could not be looked after yet", error=repr(error))
        await asyncio.sleep(settings.scaled(SEALS_PERIOD_SECONDS))
