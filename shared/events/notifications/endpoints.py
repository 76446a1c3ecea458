"""What notifications says of the endpoints of webhooks: that one agreed, and what its messages are signed with."""

from typing import Literal

from shared.events.base import Event


class SubscriptionAgreed(Event, about="subscription", audience="council"):
    """The endpoint of a webhook agreed to get events, by the handshake of CloudEvents or by answering a challenge.

    `rate` is how many a second it gets at most, where there is a limit.
    """

    subscription: str
    council: str | None = None
    how: Literal["handshake", "challenge"]
    rate: float | None = None


class SubscriptionSecretIssued(Event, about="subscription", audience="council"):
    """An endpoint's webhooks are signed with a new key; the one before signs along for a while, if that is set."""

    subscription: str
    council: str | None = None
    kind: Literal["hmac", "ed25519"]
    old_signs_until: str | None = None


class SubscriptionSecretRetired(Event, about="subscription", audience="council"):
    """A key that was replaced no longer signs an endpoint's webhooks."""

    subscription: str
    council: str | None = None
    kind: Literal["hmac", "ed25519"]
