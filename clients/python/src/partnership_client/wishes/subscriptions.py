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
