"""What may be done with the broker of subscriptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.subscriptions import BrokerAccess, NewBrokerKey
from partnership_client.request import Request, known, segment
from partnership_client.request import key as key_of


class SubscriptionBroker(Noun):
    """The broker of subscriptions."""

    def get(self, subscription: str) -> BrokerAccess:
        """Show where a partner comes in to the broker, what it pulls from, and how far it has got."""
        return self._sender.ask(Request(BrokerAccess, "GET", f"/api/v1/subscriptions/{segment(subscription)}/broker"))

    def add_key(
        self,
        subscription: str,
        *,
        public_key: str | None = None,
        old_valid_for_seconds: int = 86400,
        idempotency_key: str | None = None,
    ) -> NewBrokerKey:
        """Add a key with which the partner comes in; those before it stay good for a while, so that nothing is missed."""
        return self._sender.ask(
            Request(
                NewBrokerKey,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/broker/keys",
                body=known({"public_key": public_key, "old_valid_for_seconds": old_valid_for_seconds}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncSubscriptionBroker(AsyncNoun):
    """The broker of subscriptions."""

    async def get(self, subscription: str) -> BrokerAccess:
        """Show where a partner comes in to the broker, what it pulls from, and how far it has got."""
        return await self._sender.ask(
            Request(BrokerAccess, "GET", f"/api/v1/subscriptions/{segment(subscription)}/broker")
        )

    async def add_key(
        self,
        subscription: str,
        *,
        public_key: str | None = None,
        old_valid_for_seconds: int = 86400,
        idempotency_key: str | None = None,
    ) -> NewBrokerKey:
        """Add a key with which the partner comes in; those before it stay good for a while, so that nothing is missed."""
        return await self._sender.ask(
            Request(
                NewBrokerKey,
                "POST",
                f"/api/v1/subscriptions/{segment(subscription)}/broker/keys",
                body=known({"public_key": public_key, "old_valid_for_seconds": old_valid_for_seconds}),
                idempotency_key=key_of(idempotency_key),
            )
        )
