"""Endpoints of webhooks: when one has agreed, which of its keys sign, and what there is to warn of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from services.notifications.models import Endpoint, EndpointSecret, Subscription
from shared.errors import ConflictError, refuse_field
from shared.events.notifications import SubscriptionAgreed, SubscriptionSecretIssued, SubscriptionSecretRetired

How = Literal["handshake", "challenge"]
KeyKind = Literal["hmac", "ed25519"]
NOT_AGREED = "not-agreed"
"""Why a subscription is pending whose endpoint has yet to agree."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """What becomes of the keys of one kind when there is another: one signs along until `retires`, if that is set."""

    kept: EndpointSecret | None
    retires: datetime | None
    dropped: tuple[EndpointSecret, ...]


def rotate(held: Sequence[EndpointSecret], *, now: datetime, old_valid_for: timedelta) -> Rotation:
    """Keep the newest key beside a new one, for a while, and drop the rest: at most two of a kind ever sign."""
    newest = max(signing(held, now), key=lambda key: (key.made_at, key.id), default=None)
    kept = newest if old_valid_for else None
    retires = None if kept is None else min(now + old_valid_for, kept.retires_at or now + old_valid_for)
    return Rotation(kept, retires, tuple(key for key in held if key is not kept))


def signing(held: Sequence[EndpointSecret], now: datetime) -> list[EndpointSecret]:
    """Return the keys that sign now."""
    return [key for key in held if key.retires_at is None or key.retires_at > now]


def issue(row: Subscription, kind: KeyKind, rotation: Rotation) -> SubscriptionSecretIssued:
    """Give an endpoint another key."""
    until = rotation.retires.isoformat(timespec="seconds").replace("+00:00", "Z") if rotation.retires else None
    return SubscriptionSecretIssued(subscription=row.id, council=row.council, kind=kind, old_signs_until=until)


def retire(row: Subscription, key: EndpointSecret) -> SubscriptionSecretRetired:
    """Let a key sign no longer."""
    return SubscriptionSecretRetired(subscription=row.id, council=row.council, kind=key.kind)


def agree(row: Subscription, endpoint: Endpoint, how: How, allowed: float | None, now: datetime) -> SubscriptionAgreed:
    """Let an endpoint that agreed get events, at no more than the rate that it allows."""
    endpoint.agreed_at, endpoint.agreed_how, endpoint.allowed_rate = now, how, allowed
    endpoint.rate = lower(endpoint.asked_rate, allowed)
    if row.state == "pending":
        row.state, row.cause, row.since, endpoint.not_before = "active", None, now, None
    return SubscriptionAgreed(subscription=row.id, council=row.council, how=how, rate=endpoint.rate)


def move(row: Subscription, endpoint: Endpoint, url: str, now: datetime) -> None:
    """Send an endpoint's events elsewhere: the new place must agree first, and nothing is held against it."""
    endpoint.url = url
    endpoint.agreed_at = endpoint.agreed_how = endpoint.allowed_rate = None
    endpoint.rate = endpoint.asked_rate
    endpoint.failures, endpoint.failing_since, endpoint.not_before, endpoint.probe_at = 0, None, None, None
    row.state, row.cause, row.since = "pending", NOT_AGREED, now


def kinds_of(endpoint: Endpoint, wished: KeyKind | None) -> list[KeyKind]:
    """Return of which kinds an endpoint is to get new keys: of the one that is wished for, else of all it has."""
    if wished is not None and wished not in endpoint.signatures:
        refuse_field("kind", "no-such-key", f"this endpoint has no {wished} key; it is signed for by what it asked for")
    return [kind for kind in get_args(KeyKind) if kind == wished or (wished is None and kind in endpoint.signatures)]


def refuse_no_webhook(row: Subscription) -> None:
    """Refuse what is for webhooks alone."""
    if row.road != "webhook":
        raise ConflictError(
            f"The subscription '{row.id}' goes by {row.road}; only webhooks are signed and have an endpoint.",
            code="no-webhook",
        )


def lower(*rates: float | None) -> float | None:
    """Return the lowest of the rates that are set."""
    return min((rate for rate in rates if rate is not None), default=None)
