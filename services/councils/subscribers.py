"""What councils hears: a release that closed offers its deliverables to the members."""

import structlog

from services.councils.commands.adoptions import open_lines
from shared.database import Transaction
from shared.events.projects import ReleaseClosed
from shared.messaging.subscription import Heard, Subscription

log = structlog.get_logger()


async def offer_deliverables(change: Transaction, heard: Heard[ReleaseClosed]) -> None:
    """Open an adoption line for every member and every deliverable in the release."""
    opened = await open_lines(change, heard.event)
    log.info("adoption lines were opened", release=heard.event.release, lines=opened)


SUBSCRIPTIONS = [Subscription("projects", {ReleaseClosed: offer_deliverables})]
