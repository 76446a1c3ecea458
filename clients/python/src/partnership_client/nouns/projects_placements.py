"""What may be done with the placements of projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.projects import Placement, Project
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of


class ProjectPlacements(Noun):
    """The placements of projects."""

    def list(self, project: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[Placement]:
        """List the portfolios a project had its place in, by date; with `as_at` only where it had it on that day.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[Placement],
                "GET",
                f"/api/v1/projects/{segment(project)}/placements",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def add(
        self,
        project: str,
        *,
        portfolio: str,
        from_: Day,
        to: Day | None = None,
        reading_of_ours: bool = False,
        idempotency_key: str | None = None,
    ) -> Project:
        """Give a project its place in a portfolio, from a date and until another."""
        return self._sender.ask(
            Request(
                Project,
                "POST",
                f"/api/v1/projects/{segment(project)}/placements",
                body=known({"portfolio": portfolio, "from": from_, "to": to, "reading_of_ours": reading_of_ours}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncProjectPlacements(AsyncNoun):
    """The placements of projects."""

    def list(self, project: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[Placement]:
        """List the portfolios a project had its place in, by date; with `as_at` only where it had it on that day.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Placement],
                "GET",
                f"/api/v1/projects/{segment(project)}/placements",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def add(
        self,
        project: str,
        *,
        portfolio: str,
        from_: Day,
        to: Day | None = None,
        reading_of_ours: bool = False,
        idempotency_key: str | None = None,
    ) -> Project:
        """Give a project its place in a portfolio, from a date and until another."""
        return await self._sender.ask(
            Request(
                Project,
                "POST",
                f"/api/v1/projects/{segment(project)}/placements",
                body=known({"portfolio": portfolio, "from": from_, "to": to, "reading_of_ours": reading_of_ours}),
                idempotency_key=key_of(idempotency_key),
            )
        )
