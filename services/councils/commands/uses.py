"""Keeping when secrets were last used: beside the answers, never in their way, and lost rather than waited for."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from fastapi import FastAPI

from shared.database import Database

log = structlog.get_logger()

KEEP = """INSERT INTO client_use (secret, client_id, used_at) VALUES ($1, $2, $3)
          ON CONFLICT (secret) DO UPDATE SET used_at = EXCLUDED.used_at WHERE client_use.used_at < EXCLUDED.used_at"""
MOST_AT_ONCE = 8
"""How many uses are being kept at once; more are not worth the connections that tokens need."""


@dataclass(frozen=True, slots=True)
class Use:
    """A secret got a token."""

    secret: UUID
    client: str
    at: datetime


class Uses:
    """Keeps uses for one process, each as a task of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keeping: dict[UUID, asyncio.Task[None]] = {}

    def keep(self, use: Use) -> None:
        """Begin to keep a use, unless that is being done already; never fails and never waits."""
        if use.secret in self._keeping or len(self._keeping) >= MOST_AT_ONCE:
            return
        task = asyncio.create_task(self._write(use))
        self._keeping[use.secret] = task
        task.add_done_callback(lambda _: self._keeping.pop(use.secret, None))

    async def _write(self, use: Use) -> None:
        try:
            await self._database.single.row(KEEP, use.secret, use.client, use.at)
        except Exception as error:  # noqa: BLE001 - the token is given; the next use is kept
            log.info("the use of a client could not be kept", client=use.client, error=type(error).__name__)


def uses_of(app: FastAPI) -> Uses:
    """Return what keeps the uses of this process."""
    state = app.state
    if not hasattr(state, "uses"):
        state.uses = Uses(state.database)
    uses: Uses = state.uses
    return uses
