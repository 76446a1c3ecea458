"""What may be done with the clients."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.clients import Client, ClientWithSecret
from partnership_client.nouns.clients_keys import AsyncClientKeys, ClientKeys
from partnership_client.request import Moment, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender


class Clients(Noun):
    """The clients."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.keys = ClientKeys(sender)

    def list(self, *, owner: str | None = None, limit: int | None = None) -> Pages[Client]:
        """List machine clients by id; a council's administrator is shown its own council's.

        `owner`: 'office', or a council's slug or GSS code
        """
        return Pages(
            self._sender, Request(Page[Client], "GET", "/api/v1/clients", query={"owner": owner, "limit": limit})
        )

    def get(self, client: str) -> Client:
        """Show a client, when its secrets were issued and last used, and what there is to warn of."""
        return self._sender.ask(Request(Client, "GET", f"/api/v1/clients/{segment(client)}"))

    def register(
        self,
        *,
        client_id: str,
        name: str,
        scopes: Sequence[
            Literal[
                "programme:read",
                "programme:write",
                "councils:write",
                "adoptions:write",
                "benefits:write",
                "roles:read",
                "roles:write",
                "events:read",
                "subscriptions:write",
                "clients:write",
                "operations",
            ]
        ],
        council: str | None = None,
        expires: Moment | None = None,
        idempotency_key: str | None = None,
    ) -> ClientWithSecret:
        """Register a client; its secret is shown in this answer and never again.

        A council's administrator (a client of the council with clients:write) makes clients of its own council, with
        scopes that it has itself, and with an id that begins with the council's slug.
        """
        return self._sender.ask(
            Request(
                ClientWithSecret,
                "POST",
                "/api/v1/clients",
                body=known(
                    {"client_id": client_id, "name": name, "council": council, "scopes": scopes, "expires": expires}
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def issue_secret(
        self,
        client: str,
        *,
        old_valid_for_seconds: int = 86400,
        expires: Moment | None = None,
        idempotency_key: str | None = None,
    ) -> ClientWithSecret:
        """Give a client another secret, shown once; the one before stays valid for a while, so that nothing stops.

        While the one before goes on in use, the client's `warnings` say so. `expires` moves the end of the client itself.
        """
        return self._sender.ask(
            Request(
                ClientWithSecret,
                "POST",
                f"/api/v1/clients/{segment(client)}/secrets",
                body=known({"old_valid_for_seconds": old_valid_for_seconds, "expires": expires}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def revoke(self, client: Client | ClientWithSecret) -> Client:
        """Revoke a client: it gets no token any more, and those it holds are refused.

        The last client of a council that can look after its clients is for the Office to revoke.
        """
        return self._sender.ask(
            Request(Client, "DELETE", f"/api/v1/clients/{segment(client.client_id)}", if_match=client.version)
        )


class AsyncClients(AsyncNoun):
    """The clients."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.keys = AsyncClientKeys(sender)

    def list(self, *, owner: str | None = None, limit: int | None = None) -> AsyncPages[Client]:
        """List machine clients by id; a council's administrator is shown its own council's.

        `owner`: 'office', or a council's slug or GSS code
        """
        return AsyncPages(
            self._sender, Request(Page[Client], "GET", "/api/v1/clients", query={"owner": owner, "limit": limit})
        )

    async def get(self, client: str) -> Client:
        """Show a client, when its secrets were issued and last used, and what there is to warn of."""
        return await self._sender.ask(Request(Client, "GET", f"/api/v1/clients/{segment(client)}"))

    async def register(
        self,
        *,
        client_id: str,
        name: str,
        scopes: Sequence[
            Literal[
                "programme:read",
                "programme:write",
                "councils:write",
                "adoptions:write",
                "benefits:write",
                "roles:read",
                "roles:write",
                "events:read",
                "subscriptions:write",
                "clients:write",
                "operations",
            ]
        ],
        council: str | None = None,
        expires: Moment | None = None,
        idempotency_key: str | None = None,
    ) -> ClientWithSecret:
        """Register a client; its secret is shown in this answer and never again.

        A council's administrator (a client of the council with clients:write) makes clients of its own council, with
        scopes that it has itself, and with an id that begins with the council's slug.
        """
        return await self._sender.ask(
            Request(
                ClientWithSecret,
                "POST",
                "/api/v1/clients",
                body=known(
                    {"client_id": client_id, "name": name, "council": council, "scopes": scopes, "expires": expires}
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def issue_secret(
        self,
        client: str,
        *,
        old_valid_for_seconds: int = 86400,
        expires: Moment | None = None,
        idempotency_key: str | None = None,
    ) -> ClientWithSecret:
        """Give a client another secret, shown once; the one before stays valid for a while, so that nothing stops.

        While the one before goes on in use, the client's `warnings` say so. `expires` moves the end of the client itself.
        """
        return await self._sender.ask(
            Request(
                ClientWithSecret,
                "POST",
                f"/api/v1/clients/{segment(client)}/secrets",
                body=known({"old_valid_for_seconds": old_valid_for_seconds, "expires": expires}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def revoke(self, client: Client | ClientWithSecret) -> Client:
        """Revoke a client: it gets no token any more, and those it holds are refused.

        The last client of a council that can look after its clients is for the Office to revoke.
        """
        return await self._sender.ask(
            Request(Client, "DELETE", f"/api/v1/clients/{segment(client.client_id)}", if_match=client.version)
        )
