"""What notifications says of the keys with which partners come in to the broker; of each key its public half."""

from shared.events.base import Event


class SubscriptionKeyAdded(Event, about="subscription", audience="council"):
    """Another key lets a partner in; those before it do until `old_valid_until`, or for good where that is not told."""

    subscription: str
    council: str | None = None
    public_key: str
    old_valid_until: str | None = None


class SubscriptionKeyRemoved(Event, about="subscription", audience="council"):
    """A key lets nobody in any more."""

    subscription: str
    council: str | None = None
    public_key: str
