"""Parts of what the services are told about subscriptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict


class StartWish(TypedDict):
    """From where on events are wanted: one of now, the beginning, a cursor of the feed, a day or moment, a release.

    A release means from its closing on.
    """

    at: NotRequired[Literal["now", "beginning"] | None]
    cursor: NotRequired[str | None]
    date: NotRequired[str | None]
    release: NotRequired[str | None]


class WebhookWish(TypedDict):
    """Where webhooks go, and in which form; `rate` is how many a second the endpoint takes at most."""

    url: str
    mode: NotRequired[Literal["binary", "structured"]]
    body: NotRequired[Literal["full", "thin"]]
    signatures: NotRequired[Sequence[Literal["hmac", "ed25519"]]]
    rate: NotRequired[float | None]


class BrokerWish(TypedDict):
    """The public half of a key of one's own (without it, we make a pair and show its seed once), and a limit."""

    public_key: NotRequired[str | None]
    in_hand: NotRequired[int]


class ChangeWebhookWish(TypedDict):
    """What is to be another than it is; what is left out stays, and `rate` null takes the limit away.

    Another `url` gets nothing before it has agreed, too; what is to be delivered waits.
    """

    url: NotRequired[str | None]
    mode: NotRequired[Literal["binary", "structured"] | None]
    body: NotRequired[Literal["full", "thin"] | None]
    signatures: NotRequired[Sequence[Literal["hmac", "ed25519"]] | None]
    rate: NotRequired[float | None]
