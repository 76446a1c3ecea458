"""Which deliveries may be asked for again, and which range of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from services.notifications.models import Delivery, Subscription
from shared.errors import ConflictError, refuse_field

State = Literal["waiting", "delivered", "given-up", "skipped"]
Settled = Literal["delivered", "given-up", "skipped"]
LOST: tuple[Settled, ...] = ("given-up", "skipped")
"""What was not delivered and will not be, unless it is asked for again."""

TESTED = ("pending", "active", "paused")


def refuse_stopped(row: Subscription) -> None:
    """Refuse to send by a subscription that sends nothing."""
    if row.state in {"stopped", "pending"}:
        raise ConflictError(
            f"The subscription '{row.id}' is {row.state}: nothing is sent by it.", code=f"subscription-{row.state}"
        )


def refuse_behind(delivery: Delivery, head: Delivery | None) -> None:
    """Refuse to send at once what waits for another event of its aggregate: that would turn their order round."""
    if delivery.state == "waiting" and head is not None and head.position != delivery.position:
        raise ConflictError(
            f"The delivery '{delivery.id}' waits for '{head.id}', which comes before it in the history of "
            f"'{delivery.aggregate}'. Send that one again, or give it up.",
            code="waits-its-turn",
        )


def refuse_settled(delivery: Delivery) -> None:
    """Refuse to give up what is over."""
    if delivery.state != "waiting":
        raise ConflictError(f"The delivery '{delivery.id}' is {delivery.state} already.", code="not-waiting")


def refuse_no_range(first: datetime, last: datetime) -> None:
    if first >= last:
        refuse_field("to", "ends-before-it-begins", "must be later than from")


def refuse_too_many(found: int, most: int) -> None:
    if found > most:
        raise ConflictError(
            f"That would be {found:,} deliveries; at most {most:,} are recovered at once. Ask for a shorter time.",
            code="too-many-at-once",
        )


def wanted(states: Sequence[Settled]) -> list[Settled]:
    return list(dict.fromkeys(states or LOST))
