"""What the services answer about subscriptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt
from typing import Any

from partnership_client.base import Model


class Start(Model):
    """Where a subscription begins, as it was asked for, and as a cursor of the feed."""

    at: str | None = None
    date: str | None = None
    release: str | None = None
    cursor: str


class Webhook(Model):
    """Where a subscription's webhooks go and in which form; `agreed_at` is when the endpoint agreed to get them."""

    url: str
    mode: str
    body: str
    signatures: list[str]
    rate: float | None = None
    agreed_at: dt.datetime | None = None


class Subscription(Model):
    """A subscription to events; its owner is `office` or a council's slug.

    `state` is pending (its endpoint has not agreed yet), active, paused (nothing is lost; it goes on by itself) or
    stopped; `cause` says why, `since` from when on. No `types` means all, and each of the `filters` lets an event pass.
    """

    href: str
    version: int
    id: str
    name: str
    owner: str
    council: str | None = None
    client: str
    road: str
    state: str
    cause: str | None = None
    since: dt.datetime
    types: list[str]
    filters: list[dict[str, Any]]
    fields: dict[str, list[str]]
    start: Start
    keep_days: int
    events: str
    stream: str
    webhook: Webhook | None = None
    created_at: dt.datetime
    changed_at: dt.datetime
