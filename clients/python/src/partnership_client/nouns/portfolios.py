"""What may be done with the portfolios."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.portfolios import Portfolio
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of


class Portfolios(Noun):
    """The portfolios."""

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> Pages[Portfolio]:
        """List all portfolios; with `as_at` only those that grouped projects on that day (on its last, one has ended).

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender, Request(Page[Portfolio], "GET", "/api/v1/portfolios", query={"as_at": as_at, "limit": limit})
        )

    def get(self, key: str) -> Portfolio:
        """Show a portfolio."""
        return self._sender.ask(Request(Portfolio, "GET", f"/api/v1/portfolios/{segment(key)}"))

    def open(
        self,
        *,
        key: str,
        name: str,
        grouping: str,
        from_: Day,
        to: Day | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> Portfolio:
        """Open a portfolio from a date."""
        return self._sender.ask(
            Request(
                Portfolio,
                "POST",
                "/api/v1/portfolios",
                body=known({"key": key, "name": name, "grouping": grouping, "from": from_, "to": to, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def end(self, key: str, *, to: Day, idempotency_key: str | None = None) -> Portfolio:
        """End a portfolio; the places projects had in it stay on record."""
        return self._sender.ask(
            Request(
                Portfolio,
                "POST",
                f"/api/v1/portfolios/{segment(key)}/end",
                body={"to": to},
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncPortfolios(AsyncNoun):
    """The portfolios."""

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[Portfolio]:
        """List all portfolios; with `as_at` only those that grouped projects on that day (on its last, one has ended).

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender, Request(Page[Portfolio], "GET", "/api/v1/portfolios", query={"as_at": as_at, "limit": limit})
        )

    async def get(self, key: str) -> Portfolio:
        """Show a portfolio."""
        return await self._sender.ask(Request(Portfolio, "GET", f"/api/v1/portfolios/{segment(key)}"))

    async def open(
        self,
        *,
        key: str,
        name: str,
        grouping: str,
        from_: Day,
        to: Day | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> Portfolio:
        """Open a portfolio from a date."""
        return await self._sender.ask(
            Request(
                Portfolio,
                "POST",
                "/api/v1/portfolios",
                body=known({"key": key, "name": name, "grouping": grouping, "from": from_, "to": to, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def end(self, key: str, *, to: Day, idempotency_key: str | None = None) -> Portfolio:
        """End a portfolio; the places projects had in it stay on record."""
        return await self._sender.ask(
            Request(
                Portfolio,
                "POST",
                f"/api/v1/portfolios/{segment(key)}/end",
                body={"to": to},
                idempotency_key=key_of(idempotency_key),
            )
        )
