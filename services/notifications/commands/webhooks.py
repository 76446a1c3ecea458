"""What a subscription by webhook needs beside itself: its endpoint, where that is, and the form it wants."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from services.notifications.commands import secrets
from services.notifications.commands.secrets import Shown
from services.notifications.domain import endpoints as rules
from services.notifications.domain import subscriptions as owners
from services.notifications.domain.standing import GONE
from services.notifications.models import Endpoint, Subscription
from services.notifications.reads import endpoints as read
from services.notifications.webhooks import Sealing, Webhooks
from services.notifications.webhooks.places import refuse_unreachable
from services.notifications.webhooks.signing import KEY_KINDS, KeyKind
from shared.database import Transaction
from shared.web.resources import Wish

FIELD = "webhook.url"


def _each_once(kinds: list[KeyKind]) -> list[KeyKind]:
    return [kind for kind in KEY_KINDS if kind in kinds]


Url = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Signatures = Annotated[list[KeyKind], Field(min_length=1, max_length=2), AfterValidator(_each_once)]
Rate = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]


class WebhookWish(Wish):
    """Where webhooks go, and in which form; `rate` is how many a second the endpoint takes at most."""

    url: Url
    mode: Literal["binary", "structured"] = "structured"
    body: Literal["full", "thin"] = "full"
    signatures: Signatures = Field(default=["hmac"])
    rate: Rate | None = None


class ChangeWebhook(Wish):
    """What is to be another than it is; what is left out stays, and `rate` null takes the limit away.

    Another `url` gets nothing before it has agreed, too; what is to be delivered waits.
    """

    url: Url | None = None
    mode: Literal["binary", "structured"] | None = None
    body: Literal["full", "thin"] | None = None
    signatures: Signatures | None = None
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of an endpoint: whether anything, whether it is elsewhere now, and new secrets to be shown."""

    anything: bool = False
    moved: bool = False
    shown: Shown = field(default_factory=dict)


async def look(webhooks: Webhooks, council: str | None, url: str | None) -> None:
    """Refuse a URL that no webhook of this owner can go to; names are looked up, so no transaction should wait."""
    if url is not None:
        await refuse_unreachable(webhooks.sender, council, url, FIELD)


async def add(change: Transaction, row: Subscription, wish: WebhookWish, sealing: Sealing) -> Shown:
    """Give a subscription its endpoint, which gets nothing before it has agreed, and its keys."""
    endpoint = Endpoint(
        subscription=row.id,
        url=wish.url,
        mode=wish.mode,
        body=wish.body,
        signatures=list(wish.signatures),
        rate=wish.rate,
        asked_rate=wish.rate,
    )
    change.session.add(endpoint)
    row.cause = rules.NOT_AGREED
    await change.flush()
    return await secrets.make(change, row.id, wish.signatures, sealing)


async def alter(change: Transaction, row: Subscription, wish: ChangeWebhook, sealing: Sealing) -> Changed:
    """Change the endpoint of a locked subscription."""
    rules.refuse_no_webhook(row)
    endpoint = await read.lock(change.session, row.id)
    before = endpoint.model_dump()
    for name in ("mode", "body"):
        if (wished := getattr(wish, name)) is not None:
            setattr(endpoint, name, wished)
    if "rate" in wish.model_fields_set:
        endpoint.asked_rate, endpoint.rate = wish.rate, rules.lower(wish.rate, endpoint.allowed_rate)
    shown: Shown = {}
    if wish.signatures is not None:
        held = await read.secrets(change.session, row.id)
        await secrets.drop(change, row, [key for key in held if key.kind not in wish.signatures])
        added = [kind for kind in wish.signatures if kind not in endpoint.signatures]
        shown = await secrets.make(change, row.id, added, sealing)
        endpoint.signatures = list(wish.signatures)
    moved = wish.url is not None and wish.url != endpoint.url
    if moved and wish.url is not None:
        if row.cause != GONE:
            # another place mends an endpoint that is gone, and no other end
            owners.refuse_stopped(row)
        rules.move(row, endpoint, wish.url, change.now)
    return Changed(endpoint.model_dump() != before, moved, shown)
