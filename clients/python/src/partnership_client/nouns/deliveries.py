"""What may be done with the deliveries."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.commitments import NotificationsDelivery
from partnership_client.models.subscriptions import Attempt
from partnership_client.request import Request, segment
from partnership_client.request import key as key_of


class Deliveries(Noun):
    """The deliveries."""

    def list(
        self,
        *,
        subscription: str | None = None,
        state: Literal["waiting", "delivered", "given-up", "skipped"] | None = None,
        limit: int | None = None,
    ) -> Pages[NotificationsDelivery]:
        """List deliveries to the caller's webhook subscriptions, the newest first; those settled are kept for 90 days.

        `subscription`: only to this subscription
        `state`: only in this state
        """
        return Pages(
            self._sender,
            Request(
                Page[NotificationsDelivery],
                "GET",
                "/api/v1/deliveries",
                query={"subscription": subscription, "state": state, "limit": limit},
            ),
        )

    def get(self, delivery: str) -> NotificationsDelivery:
        """Show a delivery: how it stands, when it is tried next, or which one it waits for."""
        return self._sender.ask(Request(NotificationsDelivery, "GET", f"/api/v1/deliveries/{segment(delivery)}"))

    def attempts(self, delivery: str, *, limit: int | None = None) -> Pages[Attempt]:
        """List every attempt at a delivery, the first one first, with request and answer; kept for 90 days."""
        return Pages(
            self._sender,
            Request(Page[Attempt], "GET", f"/api/v1/deliveries/{segment(delivery)}/attempts", query={"limit": limit}),
        )

    def resend(self, delivery: str, *, idempotency_key: str | None = None) -> NotificationsDelivery:
        """Send a delivery again, under the same webhook-id; one that waits is tried at once, if it is at its turn.

        It goes before all that waits in its aggregate's lane. While the subscription is paused it waits with the rest.
        """
        return self._sender.ask(
            Request(
                NotificationsDelivery,
                "POST",
                f"/api/v1/deliveries/{segment(delivery)}/resend",
                idempotency_key=key_of(idempotency_key),
            )
        )

    def give_up(self, delivery: str, *, idempotency_key: str | None = None) -> NotificationsDelivery:
        """Give a waiting delivery up, so that its aggregate's lane goes on without it; it can be sent again later."""
        return self._sender.ask(
            Request(
                NotificationsDelivery,
                "POST",
                f"/api/v1/deliveries/{segment(delivery)}/give-up",
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncDeliveries(AsyncNoun):
    """The deliveries."""

    def list(
        self,
        *,
        subscription: str | None = None,
        state: Literal["waiting", "delivered", "given-up", "skipped"] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[NotificationsDelivery]:
        """List deliveries to the caller's webhook subscriptions, the newest first; those settled are kept for 90 days.

        `subscription`: only to this subscription
        `state`: only in this state
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[NotificationsDelivery],
                "GET",
                "/api/v1/deliveries",
                query={"subscription": subscription, "state": state, "limit": limit},
            ),
        )

    async def get(self, delivery: str) -> NotificationsDelivery:
        """Show a delivery: how it stands, when it is tried next, or which one it waits for."""
        return await self._sender.ask(Request(NotificationsDelivery, "GET", f"/api/v1/deliveries/{segment(delivery)}"))

    def attempts(self, delivery: str, *, limit: int | None = None) -> AsyncPages[Attempt]:
        """List every attempt at a delivery, the first one first, with request and answer; kept for 90 days."""
        return AsyncPages(
            self._sender,
            Request(Page[Attempt], "GET", f"/api/v1/deliveries/{segment(delivery)}/attempts", query={"limit": limit}),
        )

    async def resend(self, delivery: str, *, idempotency_key: str | None = None) -> NotificationsDelivery:
        """Send a delivery again, under the same webhook-id; one that waits is tried at once, if it is at its turn.

        It goes before all that waits in its aggregate's lane. While the subscription is paused it waits with the rest.
        """
        return await self._sender.ask(
            Request(
                NotificationsDelivery,
                "POST",
                f"/api/v1/deliveries/{segment(delivery)}/resend",
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def give_up(self, delivery: str, *, idempotency_key: str | None = None) -> NotificationsDelivery:
        """Give a waiting delivery up, so that its aggregate's lane goes on without it; it can be sent again later."""
        return await self._sender.ask(
            Request(
                NotificationsDelivery,
                "POST",
                f"/api/v1/deliveries/{segment(delivery)}/give-up",
                idempotency_key=key_of(idempotency_key),
            )
        )
