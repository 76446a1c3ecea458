"""What a subscription by webhook needs beside itself: its endpoint, and the endpoint's agreement."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.notifications.models import Endpoint, Subscription
from shared.database import Transaction
from shared.web.resources import Wish

Url = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^https?://[^\s\x00-\x1f]+$")]


class WebhookWish(Wish):
    """Where webhooks go, and in which form; `rate` is how many a second the endpoint takes at most."""

    url: Url
    mode: Literal["binary", "structured"] = "structured"
    body: Literal["full", "thin"] = "full"
    signatures: list[Literal["hmac", "ed25519"]] = Field(default=["hmac"], min_length=1, max_length=2)
    rate: float | None = Field(default=None, gt=0, le=1000, allow_inf_nan=False)


async def add(change: Transaction, row: Subscription, wish: WebhookWish) -> Endpoint:
    """Give a subscription its endpoint, which gets nothing before it has agreed."""
    endpoint = Endpoint(
        subscription=row.id,
        url=wish.url,
        mode=wish.mode,
        body=wish.body,
        signatures=list(dict.fromkeys(wish.signatures)),
        rate=wish.rate,
    )
    change.session.add(endpoint)
    return endpoint


def agreed(row: Subscription, endpoint: Endpoint, now: datetime) -> None:
    """Let deliveries be planned: the endpoint has agreed. What was kept since the start is planned, too."""
    endpoint.agreed_at = now
    row.state, row.cause, row.since = "active", None, now
