"""What notifications says of how a subscription is delivered: paused, going on again, and what was skipped."""

from shared.events.base import Event


class SubscriptionPaused(Event, about="subscription", audience="council"):
    """Webhooks wait, and none is lost: their endpoint was `failing` since a moment, or it was `asked` for.

    So many deliveries `waiting` there were by then.
    """

    subscription: str
    council: str | None = None
    cause: str
    since: str
    waiting: int


class SubscriptionResumed(Event, about="subscription", audience="council"):
    """What waited goes out again, in its order: the endpoint took an event (`healed`), or it was `asked` for."""

    subscription: str
    council: str | None = None
    cause: str
    waiting: int


class SubscriptionDeliveriesSkipped(Event, about="subscription", audience="council"):
    """Deliveries waited for longer than their subscription keeps them, and are not sent unless it is asked for.

    They are all planned `up_to` a moment; each stands in the delivery log.
    """

    subscription: str
    council: str | None = None
    skipped: int
    keep_days: int
    up_to: str
