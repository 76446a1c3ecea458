"""What may be done with the progress updates of projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.projects import ProgressUpdate, Told
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.words import RoleName


class ProjectProgressUpdates(Noun):
    """The progress updates of projects."""

    def list(self, project: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[ProgressUpdate]:
        """List what a project told of its progress, by the day each tells of.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[ProgressUpdate],
                "GET",
                f"/api/v1/projects/{segment(project)}/progress-updates",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def tell(
        self,
        project: str,
        *,
        text: str,
        by_role: RoleName = "project-lead",
        effective: Day | None = None,
        evidence: Sequence[str] = (),
        corrects: int | None = None,
        correction_reason: str | None = None,
        own_rating: Literal["green", "amber", "red", "not-yet-rated"] | None = None,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Told:
        """Tell of a project's progress, or put right what was told; a project that had gone quiet is heard again."""
        return self._sender.ask(
            Request(
                Told,
                "POST",
                f"/api/v1/projects/{segment(project)}/progress-updates",
                body=known(
                    {
                        "text": text,
                        "by_role": by_role,
                        "effective": effective,
                        "evidence": evidence,
                        "corrects": corrects,
                        "correction_reason": correction_reason,
                        "own_rating": own_rating,
                        "reason": reason,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncProjectProgressUpdates(AsyncNoun):
    """The progress updates of projects."""

    def list(self, project: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[ProgressUpdate]:
        """List what a project told of its progress, by the day each tells of.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[ProgressUpdate],
                "GET",
                f"/api/v1/projects/{segment(project)}/progress-updates",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def tell(
        self,
        project: str,
        *,
        text: str,
        by_role: RoleName = "project-lead",
        effective: Day | None = None,
        evidence: Sequence[str] = (),
        corrects: int | None = None,
        correction_reason: str | None = None,
        own_rating: Literal["green", "amber", "red", "not-yet-rated"] | None = None,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Told:
        """Tell of a project's progress, or put right what was told; a project that had gone quiet is heard again."""
        return await self._sender.ask(
            Request(
                Told,
                "POST",
                f"/api/v1/projects/{segment(project)}/progress-updates",
                body=known(
                    {
                        "text": text,
                        "by_role": by_role,
                        "effective": effective,
                        "evidence": evidence,
                        "corrects": corrects,
                        "correction_reason": correction_reason,
                        "own_rating": own_rating,
                        "reason": reason,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )
