"""What may be done with the confidence of projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.projects import ConfidenceRating, ConfidenceStanding, Rated
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.words import RoleName


class ProjectConfidence(Noun):
    """The confidence of projects."""

    def get(self, project: str, *, as_at: Day | None = None) -> ConfidenceStanding:
        """Show the confidence in a project on a day: own and independent apart, stale while the project is quiet.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                ConfidenceStanding, "GET", f"/api/v1/projects/{segment(project)}/confidence", query={"as_at": as_at}
            )
        )

    def ratings(
        self,
        project: str,
        *,
        as_at: Day | None = None,
        kind: Literal["own", "independent"] | None = None,
        limit: int | None = None,
    ) -> Pages[ConfidenceRating]:
        """List the ratings of a project's delivery confidence, by day.

        `as_at`: what was true on this day; today if left out
        `kind`: only the project's own, or only independent ones
        """
        return Pages(
            self._sender,
            Request(
                Page[ConfidenceRating],
                "GET",
                f"/api/v1/projects/{segment(project)}/confidence-ratings",
                query={"as_at": as_at, "kind": kind, "limit": limit},
            ),
        )

    def rate(
        self,
        project: str,
        *,
        kind: Literal["own", "independent"],
        rating: Literal["green", "amber", "red", "not-yet-rated"],
        by_role: RoleName,
        reason: str | None = None,
        evidence: Sequence[str] = (),
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> Rated:
        """Rate the confidence in a project's delivery: as the project itself, or apart from it."""
        return self._sender.ask(
            Request(
                Rated,
                "POST",
                f"/api/v1/projects/{segment(project)}/confidence-ratings",
                body=known(
                    {
                        "kind": kind,
                        "rating": rating,
                        "by_role": by_role,
                        "reason": reason,
                        "evidence": evidence,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncProjectConfidence(AsyncNoun):
    """The confidence of projects."""

    async def get(self, project: str, *, as_at: Day | None = None) -> ConfidenceStanding:
        """Show the confidence in a project on a day: own and independent apart, stale while the project is quiet.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                ConfidenceStanding, "GET", f"/api/v1/projects/{segment(project)}/confidence", query={"as_at": as_at}
            )
        )

    def ratings(
        self,
        project: str,
        *,
        as_at: Day | None = None,
        kind: Literal["own", "independent"] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[ConfidenceRating]:
        """List the ratings of a project's delivery confidence, by day.

        `as_at`: what was true on this day; today if left out
        `kind`: only the project's own, or only independent ones
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[ConfidenceRating],
                "GET",
                f"/api/v1/projects/{segment(project)}/confidence-ratings",
                query={"as_at": as_at, "kind": kind, "limit": limit},
            ),
        )

    async def rate(
        self,
        project: str,
        *,
        kind: Literal["own", "independent"],
        rating: Literal["green", "amber", "red", "not-yet-rated"],
        by_role: RoleName,
        reason: str | None = None,
        evidence: Sequence[str] = (),
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> Rated:
        """Rate the confidence in a project's delivery: as the project itself, or apart from it."""
        return await self._sender.ask(
            Request(
                Rated,
                "POST",
                f"/api/v1/projects/{segment(project)}/confidence-ratings",
                body=known(
                    {
                        "kind": kind,
                        "rating": rating,
                        "by_role": by_role,
                        "reason": reason,
                        "evidence": evidence,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )
