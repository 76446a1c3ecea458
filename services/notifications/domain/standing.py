"""How the delivery of a subscription stands, and how it is paused, goes on, or ends."""

from datetime import UTC, datetime

from services.notifications.models import Subscription
from shared.errors import ConflictError
from shared.events.notifications.deliveries import (
    SubscriptionDeliveriesSkipped,
    SubscriptionPaused,
    SubscriptionResumed,
)

FAILING, ASKED, HEALED, GONE = "failing", "asked", "healed", "gone"


def refuse_other_roads(row: Subscription) -> None:
    """Refuse what only a subscription by webhook has."""
    if row.road != "webhook":
        raise ConflictError(
            f"The subscription '{row.id}' goes by {row.road}, where its reader keeps its own pace; only webhooks are "
            "delivered.",
            code="not-a-webhook",
        )


def pause(row: Subscription, *, waiting: int, now: datetime) -> SubscriptionPaused | None:
    """Pause as asked; None if that is how it stands. One that failed is then no longer probed."""
    refuse_other_roads(row)
    if row.state == "paused" and row.cause == ASKED:
        return None
    if row.state not in {"active", "paused"}:
        raise ConflictError(
            f"The subscription '{row.id}' is {row.state}: there is nothing to pause.", code=f"subscription-{row.state}"
        )
    return paused(row, ASKED, since=now, waiting=waiting)


def paused(row: Subscription, cause: str, *, since: datetime, waiting: int) -> SubscriptionPaused:
    return SubscriptionPaused(
        subscription=row.id, council=row.council, cause=cause, since=_instant(since), waiting=waiting
    )


def resume(row: Subscription, *, waiting: int) -> SubscriptionResumed | None:
    """Go on as asked, also after the endpoint said that it was gone; None if it is going on."""
    refuse_other_roads(row)
    if row.state == "active":
        return None
    if row.state == "pending":
        raise ConflictError(
            f"The endpoint of '{row.id}' has not agreed yet: POST /api/v1/subscriptions/{row.id}/agreement asks it "
            "again.",
            code="subscription-pending",
        )
    if row.state == "stopped" and row.cause != GONE:
        raise ConflictError(
            f"The subscription '{row.id}' has ended ({row.cause}); make a new one, which may start where it ended.",
            code="subscription-stopped",
        )
    return SubscriptionResumed(subscription=row.id, council=row.council, cause=ASKED, waiting=waiting)


def healed(row: Subscription, *, waiting: int) -> SubscriptionResumed:
    return SubscriptionResumed(subscription=row.id, council=row.council, cause=HEALED, waiting=waiting)


def skipped(row: Subscription, *, skipped: int, up_to: datetime) -> SubscriptionDeliveriesSkipped:
    return SubscriptionDeliveriesSkipped(
        subscription=row.id, council=row.council, skipped=skipped, keep_days=row.keep_days, up_to=_instant(up_to)
    )


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
