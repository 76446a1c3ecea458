"""Subscriptions: whose they are, and how they are changed, ended and stopped.

A subscription is its client's, and every client of the same council looks after it. It lives as long as its client is
let in: a client that is revoked, or comes to its end, takes its subscriptions with it. That a council has left ends
none by itself; its clients read the feed as before until they are revoked, and so do its subscriptions.
"""

from collections.abc import Sequence
from typing import Any

from services.notifications.models import Subscription
from shared.auth import Caller
from shared.errors import ConflictError, NotFoundError
from shared.events.notifications import (
    SubscriptionChanged,
    SubscriptionEnded,
    SubscriptionMade,
    SubscriptionStopped,
)

ENDED = "ended"
"""Why a subscription is stopped that its owner ended: it never starts again."""

REVOKED, EXPIRED = "client-revoked", "client-expired"
"""Why one is stopped whose client is no longer let in."""

CHANGEABLE = ("name", "types", "filters", "fields", "keep_days", "contacts")


def readers(council: str | None) -> tuple[str, ...] | None:
    """Return which events an owner may see, by the log's word for who may read them; None for the Office: all."""
    return None if council is None else ("all", f"council:{council}")


def refuse_others(caller: Caller, row: Subscription) -> None:
    """Refuse a council's client the subscriptions of others, as if there were none."""
    if caller.council is not None and caller.council != row.council:
        raise NotFoundError(f"There is no subscription '{row.id}'.")


def refuse_more(held: int, most: int, council: str | None) -> None:
    """Refuse another subscription to an owner who has as many as one may have."""
    if held >= most:
        whose = f"'{council}'" if council is not None else "The Office"
        raise ConflictError(
            f"{whose} has {held} subscriptions, and may have {most}. End one that nobody needs any more.",
            code="too-many-subscriptions",
        )


def refuse_ended(row: Subscription) -> None:
    """Refuse to change what was ended."""
    if row.state == "stopped" and row.cause == ENDED:
        raise ConflictError(
            f"The subscription '{row.id}' was ended; make another, from the cursor where this one got to if need be.",
            code="subscription-ended",
        )


def refuse_stopped(row: Subscription) -> None:
    """Refuse to show events by a subscription that is stopped."""
    refuse_ended(row)
    if row.state == "stopped":
        raise ConflictError(f"The subscription '{row.id}' is stopped: {row.cause}.", code="subscription-stopped")


def make(row: Subscription) -> SubscriptionMade:
    """Tell that there is a subscription."""
    return SubscriptionMade(
        subscription=row.id,
        council=row.council,
        client=row.client,
        road=row.road,
        types=tuple(row.types),
        filtered=bool(row.filters),
    )


def change(row: Subscription, wished: dict[str, Any]) -> Sequence[str]:
    """Return the names of what is to be another than it is, in their order."""
    refuse_ended(row)
    return [name for name in CHANGEABLE if name in wished and wished[name] != getattr(row, name)]


def changed(row: Subscription, names: Sequence[str]) -> SubscriptionChanged:
    """Tell what of a subscription is another than it was."""
    return SubscriptionChanged(
        subscription=row.id,
        council=row.council,
        changed=tuple(names),
        types=tuple(row.types),
        filtered=bool(row.filters),
    )


def end(row: Subscription) -> SubscriptionEnded | None:
    """End a subscription for good; None if that is so already."""
    if row.state == "stopped" and row.cause == ENDED:
        return None
    return SubscriptionEnded(subscription=row.id, council=row.council)


def stop(row: Subscription, cause: str) -> SubscriptionStopped | None:
    """Stop a subscription for a cause; None if it is stopped already."""
    if row.state == "stopped":
        return None
    return SubscriptionStopped(subscription=row.id, council=row.council, cause=cause)
