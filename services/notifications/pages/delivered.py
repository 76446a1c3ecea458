"""What pages say of deliveries and of how an endpoint does, in words."""

from datetime import datetime
from typing import Any

from services.notifications import cloudevents, views
from services.notifications.pages import words

REASONS = {
    "tries-used-up": "Its tries were used up while the endpoint took other events",
    "asked": "It was given up as asked",
    "resent": "It was asked for again",
    "too-old": "It waited for longer than the subscription keeps it",
}
CAPTIONS = {
    "": "All deliveries, the newest first",
    "waiting": "Deliveries that wait, the newest first",
    "delivered": "Deliveries that were taken, the newest first",
    "given-up": "Deliveries that were given up, the newest first",
    "skipped": "Deliveries that were skipped, the newest first",
}


def delivery(row: views.DeliveryView, event: tuple[str, str] | None) -> dict[str, Any]:
    """Return what a page shows of a delivery."""
    type_name, subject = event or ("", "")
    return {
        "id": row.id,
        "type": cloudevents.short_name(type_name) if type_name else "An event",
        "about": subject or row.aggregate,
        "event": row.event_id,
        "state": row.state,
        "standing": words.DELIVERIES[row.state],
        "reason": REASONS.get(row.reason or "", row.reason),
        "tries": row.tries,
        "planned": row.planned_at,
        "settled": row.settled_at,
        "due": row.next_try,
        "waits_for": row.waits_for,
    }


def health(found: views.HealthView, now: datetime) -> str:
    """Return how an endpoint does, in one sentence."""
    if not found.failures:
        return "It took all that was sent last"
    since = f", for {words.lasting(now - found.failing_since)}" if found.failing_since else ""
    said = f"{words.many(found.failures, 'failure')} in a row{since}"
    if found.next_probe:
        return f"{said}; one event is tried at {words.moment(found.next_probe, seconds=True)}"
    if found.not_before and found.not_before > now:
        return f"{said}; nothing is sent before {words.moment(found.not_before, seconds=True)}"
    return said
