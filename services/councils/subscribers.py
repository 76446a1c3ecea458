"""What councils hears: released deliverables are offered, the end of one is told who adopted it, calls are answered."""

import structlog

from services.councils.commands.acknowledgements import ask_adopters, remember, remember_as_found
from services.councils.commands.benefit_profiles import remember_profile
from services.councils.commands.commitments import remember_call, remember_closing
from services.councils.commands.offers import open_lines
from services.councils.domain.standings import ended
from shared.database import Transaction
from shared.events.projects import (
    BenefitDetailsChanged,
    BenefitProfiled,
    CallChanged,
    CallClosed,
    CallPublished,
    DeliverableRegistered,
    DeliverableStateChanged,
    ReleaseClosed,
)
from shared.messaging.subscription import Heard, Subscription

log = structlog.get_logger()


async def offer_deliverables(change: Transaction, heard: Heard[ReleaseClosed]) -> None:
    """Open an adoption line for every council that may be there and every deliverable in the release."""
    opened = await open_lines(change, heard.event)
    log.info("adoption lines were opened", release=heard.event.release, lines=opened)


async def keep_standing(change: Transaction, heard: Heard[DeliverableRegistered]) -> None:
    """Remember the state that a deliverable was found in: nobody can have adopted it yet."""
    await remember_as_found(change, heard.event)


async def tell_adopters(change: Transaction, heard: Heard[DeliverableStateChanged]) -> None:
    """Remember the state of a deliverable; of its end, ask an acknowledgement of everybody who has adopted it."""
    standing = await remember(change, heard.event)
    if ended(standing):
        asked = await ask_adopters(change, standing)
        log.info("adopters were asked to acknowledge", deliverable=standing.deliverable, councils=asked)


async def call_may_be_answered(change: Transaction, heard: Heard[CallPublished | CallChanged]) -> None:
    """Remember a call that councils may answer."""
    await remember_call(change, heard.event)


async def call_is_over(change: Transaction, heard: Heard[CallClosed]) -> None:
    """Remember that a call takes no more answers."""
    await remember_closing(change, heard.event)


async def figures_may_be_told(change: Transaction, heard: Heard[BenefitProfiled | BenefitDetailsChanged]) -> None:
    """Remember what figures of a benefit profile measure."""
    await remember_profile(change, heard.event)


SUBSCRIPTIONS = [
    Subscription(
        "projects",
        {
            ReleaseClosed: offer_deliverables,
            DeliverableRegistered: keep_standing,
            DeliverableStateChanged: tell_adopters,
            BenefitProfiled: figures_may_be_told,
            BenefitDetailsChanged: figures_may_be_told,
            CallPublished: call_may_be_answered,
            CallChanged: call_may_be_answered,
            CallClosed: call_is_over,
        },
    ),
]
