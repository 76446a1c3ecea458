"""What may be done with the subscriptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.subscriptions import Attempt, CloudEvent, Health, Preview, Recovered, Subscription
from partnership_client.nouns.subscriptions_broker import AsyncSubscriptionBroker, SubscriptionBroker
from partnership_client.request import OMITTED, Left, Moment, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender
from partnership_client.wishes.subscriptions import BrokerWish, ChangeWebhookWish, StartWish, WebhookWish


class Subscriptions(Noun):
    """The subscriptions."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.broker = SubscriptionBroker(sender)

    def list(
        self,
        *,
        road: Literal["webhook", "feed", "stream", "broker"] | None = None,
        state: str | None = None,
        limit: int | None = None,
    ) -> Pages[Subscription]:
        """List subscriptions, the oldest first; a council's client is shown its own; ended ones by state alone.

        `road`: only of this road
        `state`: only in this state
        """
        return Pages(
            self._sender,
            Request(
                Page[Subscription], "GET", "/api/v1/subscriptions", query={"road": road, "state": state, "limit": limit}
            ),
        )

    def get(self, subscription: str) -> Subscription:
        """Show a subscription and how it stands; its state changes without its version."""
        return self._sender.ask(Request(Subscription, "GET", f"/api/v1/subscriptions/{segment(subscription)}"))

    def make(
        self,
        *,
        name: str,
        road: Literal["webhook", "feed", "stream", "broker"],
        types: Sequence[str] = (),
        filters: Sequence[Mapping[str, Any]] = (),
        fields: Mapping[str, Sequence[str]] | None = None,
        start: StartWish | None = None,
        keep_days: int = 14,
        contacts: Sequence[str] = (),
        webhook: WebhookWish | None = None,
        broker: BrokerWish | None = None,
        idempotency_key: str | None = None,
    ) -> Subscription:
        """Subscribe to events by a road: webhook, feed, stream or broker.

        It brings what its owner may see: the Office all, a council what is open and what is about itself; of that, the
        types and what the filters let through, from its start on. Look at what that would be at /subscriptions/preview.
        """
        return self._sender.ask(
            Request(
                Subscription,
                "POST",
                "/api/v1/subscriptions",
                body=known(
                    {
                        "types": types,
                        "filters": filters,
                        "name": name,
                        "road": road,
                        "fields": fields,
                        "start": start,
                        "keep_days": keep_days,
                        "contacts": contacts,
                        "webhook": webhook,
                        "broker": broker,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def change(
        self,
        subscription: Subscription,
        *,
        name: str | Left | None = OMITTED,
        types: Sequence[str] | Left | None = OMITTED,
        filters: Sequence[Mapping[str, Any]] | Left | None = OMITTED,
        fields: Mapping[str, Sequence[str]] | Left | None = OMITTED,
        keep_days: int | Left | None = OMITTED,
        contacts: Sequence[str] | Left | None = OMITTED,
        webhook: ChangeWebhookWish | Left | None = OMITTED,
    ) -> Subscription:
        """Change what a subscription wants, from the next event on; what was planned for a webhook before goes out.

        A webhook that goes elsewhere is pending until the new endpoint has agreed, and its deliveries wait.
        """
        return self._sender.ask(
            Request(
                Subscription,
                "PATCH",
                f"/api/v1/subscriptions/{segment(subscription.id)}",
                body={
                    "name": name,
                    "types": types,
                    "filters": filters,
                    "fields": fields,
                    "keep_days": keep_days,
                    "contacts": contacts,
                    "webhook": webhook,
                },
                if_match=subscription.version,
            )
        )

    def end(self, subscription: Subscription) -> Subscription:
        """End a subscription for good; its delivery log stays for as long as any."""
        return self._sender.ask(
            Request(
                Subscription,
                "DELETE",
                f"/api/v1/subscriptions/{segment(subscription.id)}",
                if_match=subscription.version,
            )
        )

    def preview(
        self,
        *,
        types: Sequence[str] = (),
        filters: Sequence[Mapping[str, Any]] = (),
        body: Literal["full", "thin"] = "full",
        idempotency_key: str | None = None,
    ) -> Preview:
        """Show what a subscription would have brought in the last 90 days; nothing is made.

        Counted are events by type and week, and the largest burst. Where there is more than can be looked at in a few
        seconds, `complete` is false, and `since` says how far back it goes.
        """
        return self._sender.ask(
            Request(
                Preview,
                "POST",
                "/api/v1/subscriptions/preview",
                body={"types": types, "filters": filters, "body": body},
                idempotency_key=key_of(idempotency_key),
            )
        )

    def events(self, subscription: str, *, limit: int | None = None) -> Pages[CloudEvent]:
        """Read the events of a subscription as a feed, from its start or a cursor on.

        Where its filters let little through, a page may hold few events or none, and have a `next`: so many are looked at
        for one page, and the cursor has moved on past them.
        """
        return Pages(
            self._sender,
            Request(
                Page[CloudEvent], "GET", f"/api/v1/subscriptions/{segment(subscription)}/events", query={"limit": limit}
            ),
        )

    def stream(self, subscription: str, *, after: str | None = None) -> str:
        """Follow the events of a subscription live, from `Last-Event-ID`, `after` or its start on.

        The stream ends when the token expires, and when the subscription is changed or stopped: come back then.
        """
        return self._sender.ask(
            Request(str, "GET", f"/api/v1/subscriptions/{segment(subscription)}/stream", query={"after": after})
        )

    def health(self, subscription: str) -> Health:
        """Show how a webhook's delivery stands: what waits, since when, for how long it is kept, and when it is probed."""
        return self._sender.ask(Request(Health, "GET", f"/api/v1/subscriptions/{segment(subscription)}/health"))

    def pause(self, subscription: str, *, idempotency_key: str | None = None) -> Subscription:
        """Let webhooks wait until they are resumed; nothing is lost but what waits for longer than `keep_days`."""
        return self._sender.ask(
            Request(
                Subscription,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/pause",
                idempotency_key=key_of(idempotency_key),
            )
        )

    def resume(self, subscription: str, *, idempotency_key: str | None = None) -> Subscription:
        """Let webhooks go out again at once, each aggregate's in their order, whatever they were paused or stopped for."""
        return self._sender.ask(
            Request(
                Subscription,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/resume",
                idempotency_key=key_of(idempotency_key),
            )
        )

    def recover(
        self,
        subscription: str,
        *,
        from_: Moment,
        to: Moment,
        states: Sequence[Literal["delivered", "given-up", "skipped"]] = (),
        dry_run: bool = False,
        idempotency_key: str | None = None,
    ) -> Recovered:
        """Send a range of deliveries again, each aggregate's in their order; `dry_run` only counts them."""
        return self._sender.ask(
            Request(
                Recovered,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/recover",
                body={"from": from_, "to": to, "states": states, "dry_run": dry_run},
                idempotency_key=key_of(idempotency_key),
            )
        )

    def issue_secrets(
        self,
        subscription: str,
        *,
        kind: Literal["hmac", "ed25519"] | None = None,
        old_valid_for_seconds: int = 86400,
        idempotency_key: str | None = None,
    ) -> Subscription:
        """Sign this webhook with new keys; a new secret is shown in this answer and never again.

        The keys before them sign along for a day, or for as long as is asked for: each webhook then has both signatures.
        """
        return self._sender.ask(
            Request(
                Subscription,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/secrets",
                body=known({"kind": kind, "old_valid_for_seconds": old_valid_for_seconds}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def ask_to_agree(self, subscription: str, *, idempotency_key: str | None = None) -> Subscription:
        """Ask the endpoint whether it wants these webhooks; it gets none before it has agreed.

        It is asked by the handshake of CloudEvents (OPTIONS with `WebHook-Request-Origin`, answered with
        `WebHook-Allowed-Origin`). Where that is not answered so, it is sent an event with a challenge, signed as all
        others, which it answers with the challenge's word: as plain text, or as `{"answer": "…"}`.
        """
        return self._sender.ask(
            Request(
                Subscription,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/agreement",
                idempotency_key=key_of(idempotency_key),
            )
        )

    def remove_broker_key(self, subscription: Subscription, key: str) -> Subscription:
        """Take a key away now: within seconds, whoever came in with it is shut out. The version is the subscription's."""
        return self._sender.ask(
            Request(
                Subscription,
                "DELETE",
                f"/api/v1/subscriptions/{segment(subscription.id)}/broker/keys/{segment(key)}",
                if_match=subscription.version,
            )
        )

    def test(self, subscription: str, *, type: str, idempotency_key: str | None = None) -> Attempt:
        """Send an invented event of a type to the endpoint, signed and formed as all others, and show what it answered.

        It is marked by the attribute `partnershiptest`, has a webhook-id of its own and no place in any lane, and counts
        neither for nor against the endpoint; it is sent at once, also while the subscription is paused.
        """
        return self._sender.ask(
            Request(
                Attempt,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/test",
                body={"type": type},
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncSubscriptions(AsyncNoun):
    """The subscriptions."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.broker = AsyncSubscriptionBroker(sender)

    def list(
        self,
        *,
        road: Literal["webhook", "feed", "stream", "broker"] | None = None,
        state: str | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Subscription]:
        """List subscriptions, the oldest first; a council's client is shown its own; ended ones by state alone.

        `road`: only of this road
        `state`: only in this state
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Subscription], "GET", "/api/v1/subscriptions", query={"road": road, "state": state, "limit": limit}
            ),
        )

    async def get(self, subscription: str) -> Subscription:
        """Show a subscription and how it stands; its state changes without its version."""
        return await self._sender.ask(Request(Subscription, "GET", f"/api/v1/subscriptions/{segment(subscription)}"))

    async def make(
        self,
        *,
        name: str,
        road: Literal["webhook", "feed", "stream", "broker"],
        types: Sequence[str] = (),
        filters: Sequence[Mapping[str, Any]] = (),
        fields: Mapping[str, Sequence[str]] | None = None,
        start: StartWish | None = None,
        keep_days: int = 14,
        contacts: Sequence[str] = (),
        webhook: WebhookWish | None = None,
        broker: BrokerWish | None = None,
        idempotency_key: str | None = None,
    ) -> Subscription:
        """Subscribe to events by a road: webhook, feed, stream or broker.

        It brings what its owner may see: the Office all, a council what is open and what is about itself; of that, the
        types and what the filters let through, from its start on. Look at what that would be at /subscriptions/preview.
        """
        return await self._sender.ask(
            Request(
                Subscription,
                "POST",
                "/api/v1/subscriptions",
                body=known(
                    {
                        "types": types,
                        "filters": filters,
                        "name": name,
                        "road": road,
                        "fields": fields,
                        "start": start,
                        "keep_days": keep_days,
                        "contacts": contacts,
                        "webhook": webhook,
                        "broker": broker,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def change(
        self,
        subscription: Subscription,
        *,
        name: str | Left | None = OMITTED,
        types: Sequence[str] | Left | None = OMITTED,
        filters: Sequence[Mapping[str, Any]] | Left | None = OMITTED,
        fields: Mapping[str, Sequence[str]] | Left | None = OMITTED,
        keep_days: int | Left | None = OMITTED,
        contacts: Sequence[str] | Left | None = OMITTED,
        webhook: ChangeWebhookWish | Left | None = OMITTED,
    ) -> Subscription:
        """Change what a subscription wants, from the next event on; what was planned for a webhook before goes out.

        A webhook that goes elsewhere is pending until the new endpoint has agreed, and its deliveries wait.
        """
        return await self._sender.ask(
            Request(
                Subscription,
                "PATCH",
                f"/api/v1/subscriptions/{segment(subscription.id)}",
                body={
                    "name": name,
                    "types": types,
                    "filters": filters,
                    "fields": fields,
                    "keep_days": keep_days,
                    "contacts": contacts,
                    "webhook": webhook,
                },
                if_match=subscription.version,
            )
        )

    async def end(self, subscription: Subscription) -> Subscription:
        """End a subscription for good; its delivery log stays for as long as any."""
        return await self._sender.ask(
            Request(
                Subscription,
                "DELETE",
                f"/api/v1/subscriptions/{segment(subscription.id)}",
                if_match=subscription.version,
            )
        )

    async def preview(
        self,
        *,
        types: Sequence[str] = (),
        filters: Sequence[Mapping[str, Any]] = (),
        body: Literal["full", "thin"] = "full",
        idempotency_key: str | None = None,
    ) -> Preview:
        """Show what a subscription would have brought in the last 90 days; nothing is made.

        Counted are events by type and week, and the largest burst. Where there is more than can be looked at in a few
        seconds, `complete` is false, and `since` says how far back it goes.
        """
        return await self._sender.ask(
            Request(
                Preview,
                "POST",
                "/api/v1/subscriptions/preview",
                body={"types": types, "filters": filters, "body": body},
                idempotency_key=key_of(idempotency_key),
            )
        )

    def events(self, subscription: str, *, limit: int | None = None) -> AsyncPages[CloudEvent]:
        """Read the events of a subscription as a feed, from its start or a cursor on.

        Where its filters let little through, a page may hold few events or none, and have a `next`: so many are looked at
        for one page, and the cursor has moved on past them.
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[CloudEvent], "GET", f"/api/v1/subscriptions/{segment(subscription)}/events", query={"limit": limit}
            ),
        )

    async def stream(self, subscription: str, *, after: str | None = None) -> str:
        """Follow the events of a subscription live, from `Last-Event-ID`, `after` or its start on.

        The stream ends when the token expires, and when the subscription is changed or stopped: come back then.
        """
        return await self._sender.ask(
            Request(str, "GET", f"/api/v1/subscriptions/{segment(subscription)}/stream", query={"after": after})
        )

    async def health(self, subscription: str) -> Health:
        """Show how a webhook's delivery stands: what waits, since when, for how long it is kept, and when it is probed."""
        return await self._sender.ask(Request(Health, "GET", f"/api/v1/subscriptions/{segment(subscription)}/health"))

    async def pause(self, subscription: str, *, idempotency_key: str | None = None) -> Subscription:
        """Let webhooks wait until they are resumed; nothing is lost but what waits for longer than `keep_days`."""
        return await self._sender.ask(
            Request(
                Subscription,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/pause",
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def resume(self, subscription: str, *, idempotency_key: str | None = None) -> Subscription:
        """Let webhooks go out again at once, each aggregate's in their order, whatever they were paused or stopped for."""
        return await self._sender.ask(
            Request(
                Subscription,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/resume",
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def recover(
        self,
        subscription: str,
        *,
        from_: Moment,
        to: Moment,
        states: Sequence[Literal["delivered", "given-up", "skipped"]] = (),
        dry_run: bool = False,
        idempotency_key: str | None = None,
    ) -> Recovered:
        """Send a range of deliveries again, each aggregate's in their order; `dry_run` only counts them."""
        return await self._sender.ask(
            Request(
                Recovered,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/recover",
                body={"from": from_, "to": to, "states": states, "dry_run": dry_run},
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def issue_secrets(
        self,
        subscription: str,
        *,
        kind: Literal["hmac", "ed25519"] | None = None,
        old_valid_for_seconds: int = 86400,
        idempotency_key: str | None = None,
    ) -> Subscription:
        """Sign this webhook with new keys; a new secret is shown in this answer and never again.

        The keys before them sign along for a day, or for as long as is asked for: each webhook then has both signatures.
        """
        return await self._sender.ask(
            Request(
                Subscription,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/secrets",
                body=known({"kind": kind, "old_valid_for_seconds": old_valid_for_seconds}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def ask_to_agree(self, subscription: str, *, idempotency_key: str | None = None) -> Subscription:
        """Ask the endpoint whether it wants these webhooks; it gets none before it has agreed.

        It is asked by the handshake of CloudEvents (OPTIONS with `WebHook-Request-Origin`, answered with
        `WebHook-Allowed-Origin`). Where that is not answered so, it is sent an event with a challenge, signed as all
        others, which it answers with the challenge's word: as plain text, or as `{"answer": "…"}`.
        """
        return await self._sender.ask(
            Request(
                Subscription,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/agreement",
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def remove_broker_key(self, subscription: Subscription, key: str) -> Subscription:
        """Take a key away now: within seconds, whoever came in with it is shut out. The version is the subscription's."""
        return await self._sender.ask(
            Request(
                Subscription,
                "DELETE",
                f"/api/v1/subscriptions/{segment(subscription.id)}/broker/keys/{segment(key)}",
                if_match=subscription.version,
            )
        )

    async def test(self, subscription: str, *, type: str, idempotency_key: str | None = None) -> Attempt:
        """Send an invented event of a type to the endpoint, signed and formed as all others, and show what it answered.

        It is marked by the attribute `partnershiptest`, has a webhook-id of its own and no place in any lane, and counts
        neither for nor against the endpoint; it is sent at once, also while the subscription is paused.
        """
        return await self._sender.ask(
            Request(
                Attempt,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/test",
                body={"type": type},
                idempotency_key=key_of(idempotency_key),
            )
        )
