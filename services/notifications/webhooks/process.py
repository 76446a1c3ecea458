"""What one process has to send webhooks with."""

import asyncio

from fastapi import FastAPI

from services.notifications.webhooks.sender import Sender
from shared.settings import Settings


class Webhooks:
    """The sender of this process, and what sending goes by."""

    def __init__(self, settings: Settings) -> None:
        self.sender = Sender(settings)
        self.sealing = self.sender.sealing
        self.public_url = settings.public_url
        self.tries_per_minute = settings.agreement_tries_per_minute


def webhooks_of(app: FastAPI) -> Webhooks:
    """Return what this process sends webhooks with."""
    state = app.state
    if not hasattr(state, "webhooks"):
        state.webhooks = Webhooks(state.settings)
    found: Webhooks = state.webhooks
    return found


async def keep_connections(app: FastAPI) -> None:
    """Keep connections to endpoints as long as the process lives, and close them with it."""
    webhooks = webhooks_of(app)
    try:
        await asyncio.Event().wait()
    finally:
        await webhooks.sender.close()
