"""What answers show of subscriptions, and how rows become it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from services.notifications.domain.mails import contacts
from services.notifications.models import Partner, PartnerKey, Subscription
from services.notifications.views.base import BASE
from services.notifications.views.endpoints import WebhookView
from services.notifications.views.partners import BrokerView, broker
from shared.web.resources import Resource, View


class StartView(View):
    """Where a subscription begins, as it was asked for, and as a cursor of the feed."""

    at: str | None = None
    date: str | None = None
    release: str | None = None
    cursor: str


class SubscriptionView(Resource):
    """A subscription to events; its owner is `office` or a council's slug.

    `state` is pending (its endpoint has not agreed yet), active, paused (nothing is lost; it goes on by itself) or
    stopped; `cause` says why, `since` from when on. No `types` means all, and each of the `filters` lets an event pass.
    """

    id: str
    name: str
    owner: str
    council: str | None = None
    client: str
    road: str
    state: str
    cause: str | None = None
    since: datetime
    types: list[str]
    filters: list[dict[str, Any]]
    fields: dict[str, list[str]] = Field(description="what its reader says it reads of the data, by type")
    start: StartView
    keep_days: int = Field(description="for so long deliveries wait for an endpoint that does not take them")
    contacts: list[str] = Field(description="the roles that are told by mail when it is paused for its endpoint")
    events: str = Field(description="the same events as a feed")
    stream: str = Field(description="the same events as a live stream")
    webhook: WebhookView | None = None
    broker: BrokerView | None = None
    created_at: datetime
    changed_at: datetime

    def showing(self, seed: str) -> "SubscriptionView":
        """Return the answer that shows the seed of a key that we made; it is kept nowhere."""
        return self.model_copy(update={"broker": self.broker and self.broker.model_copy(update={"seed": seed})})

    def with_secrets(self, secrets: Mapping[UUID, str]) -> "SubscriptionView":
        """Return the answer that shows new secrets; what is kept under an Idempotency-Key is the one without."""
        if self.webhook is None or not secrets:
            return self
        keys = [one.model_copy(update={"secret": secrets.get(one.id)}) for one in self.webhook.keys]
        return self.model_copy(update={"webhook": self.webhook.model_copy(update={"keys": keys})})


def subscription(
    row: Subscription, endpoint: WebhookView | None, partner: Partner | None = None, keys: Sequence[PartnerKey] = ()
) -> SubscriptionView:
    href = f"{BASE}/subscriptions/{row.id}"
    return SubscriptionView(
        href=href,
        version=row.version,
        id=row.id,
        name=row.name,
        owner=row.council or "office",
        council=row.council,
        client=row.client,
        road=row.road,
        state=row.state,
        cause=row.cause,
        since=row.since,
        types=row.types,
        filters=row.filters,
        fields=row.fields,
        start=StartView.model_validate(row.start),
        keep_days=row.keep_days,
        contacts=contacts(row.council, row.contacts),
        events=f"{href}/events",
        stream=f"{href}/stream",
        webhook=endpoint,
        broker=broker(partner, keys, href) if partner is not None else None,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )
