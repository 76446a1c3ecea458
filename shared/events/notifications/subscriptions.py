"""What notifications says of subscriptions: made, changed, ended by their owner, or stopped without it."""

from shared.events.base import Event


class SubscriptionMade(Event, about="subscription", audience="council"):
    """A client subscribed to events by a road; no `types` means all, and `filtered` that it wants only some of them."""

    subscription: str
    council: str | None = None
    client: str
    road: str
    types: tuple[str, ...]
    filtered: bool


class SubscriptionChanged(Event, about="subscription", audience="council"):
    """What a subscription wants, or how, was changed; `changed` names what."""

    subscription: str
    council: str | None = None
    changed: tuple[str, ...]
    types: tuple[str, ...]
    filtered: bool


class SubscriptionEnded(Event, about="subscription", audience="council"):
    """Its owner ended a subscription: nothing more is delivered."""

    subscription: str
    council: str | None = None


class SubscriptionStopped(Event, about="subscription", audience="council"):
    """Nothing more is delivered, and not by its owner's wish: `gone` as the endpoint said, `client-revoked`."""

    subscription: str
    council: str | None = None
    cause: str
