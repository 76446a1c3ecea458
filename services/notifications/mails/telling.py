"""That roles are to be told: written in the transaction of what they are to be told of, so both or neither is."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from services.notifications.domain import mails as rules
from services.notifications.models import Mail, Subscription
from shared.database import Transaction

LAST_TOLD = text("SELECT max(settled_at) FROM mail WHERE subscription = :subscription AND state = 'sent'")
ONCE = insert(Mail).on_conflict_do_nothing(index_elements=["id"])


async def tell_paused(change: Transaction, subscription: Subscription, occasion: UUID) -> None:
    """Let the roles of its owner be told that a subscription is paused, as it is now; `occasion` is the event's id."""
    await _tell(change, subscription, occasion, "paused")


async def tell_stopped(change: Transaction, subscription: Subscription, occasion: UUID) -> None:
    """Let the roles of its owner be told that a subscription is stopped; `occasion` is the event's id."""
    await _tell(change, subscription, occasion, "stopped")


async def _tell(
    change: Transaction, subscription: Subscription, occasion: UUID, why: Literal["paused", "stopped"]
) -> None:
    now = change.clock.now()
    told_at: datetime | None = None
    if why == "paused":
        told_at = (await change.connection.execute(LAST_TOLD, {"subscription": subscription.id})).scalar_one()
    rows: list[dict[str, Any]] = [
        {
            "id": rules.mail_id(occasion, place),
            "subscription": subscription.id,
            "occasion": occasion,
            "why": why,
            "since": subscription.since,
            "council": place.council,
            "role": place.role,
            "state": "waiting",
            "tries": 0,
            "made_at": now,
            "due_at": rules.not_before(now, told_at),
        }
        for place in rules.told(subscription.council, subscription.contacts)
    ]
    await change.connection.execute(ONCE, rows)
