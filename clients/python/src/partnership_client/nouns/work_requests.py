"""What may be done with the work requests."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.work_requests import CouncilsAnswer, WorkRequest, WorkRequestHistory
from partnership_client.request import OMITTED, Day, Left, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.words import RoleName


class WorkRequests(Noun):
    """The work requests."""

    def list(
        self,
        *,
        as_at: Day | None = None,
        project: str | None = None,
        council: str | None = None,
        state: Literal["open", "answered", "done", "cancelled"] | None = None,
        limit: int | None = None,
    ) -> Pages[WorkRequest]:
        """List work requests, the most pressing first and then those due first; other councils' answers only counted.

        `as_at`: what was true on this day; today if left out
        `project`: only those of a project
        `council`: only those that ask a council
        `state`: only those in a state
        """
        return Pages(
            self._sender,
            Request(
                Page[WorkRequest],
                "GET",
                "/api/v1/work-requests",
                query={"as_at": as_at, "project": project, "council": council, "state": state, "limit": limit},
            ),
        )

    def get(self, key: str, *, as_at: Day | None = None) -> WorkRequestHistory:
        """Show a work request with the terms it had; other councils' answers only counted.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(WorkRequestHistory, "GET", f"/api/v1/work-requests/{segment(key)}", query={"as_at": as_at})
        )

    def ask(
        self,
        *,
        key: str,
        project: str,
        title: str,
        text: str,
        councils: Sequence[str],
        priority: Literal["must", "should", "could"],
        due: Day,
        by_role: RoleName,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> WorkRequest:
        """Ask councils that take part in a project for work, with a priority and a due day."""
        return self._sender.ask(
            Request(
                WorkRequest,
                "POST",
                "/api/v1/work-requests",
                body=known(
                    {
                        "key": key,
                        "project": project,
                        "title": title,
                        "text": text,
                        "councils": councils,
                        "priority": priority,
                        "due": due,
                        "by_role": by_role,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def update(
        self,
        work_request: WorkRequest | WorkRequestHistory,
        *,
        by_role: RoleName,
        reason: str,
        priority: Literal["must", "should", "could"] | Left | None = OMITTED,
        due: Day | Left | None = OMITTED,
    ) -> WorkRequest:
        """Make a work request more or less pressing, or due on another day, for a reason."""
        return self._sender.ask(
            Request(
                WorkRequest,
                "PATCH",
                f"/api/v1/work-requests/{segment(work_request.key)}",
                body={"priority": priority, "due": due, "by_role": by_role, "reason": reason},
                if_match=work_request.version,
            )
        )

    def answers(self, key: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[CouncilsAnswer]:
        """List every answer that was given to a work request; to a council its own.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[CouncilsAnswer],
                "GET",
                f"/api/v1/work-requests/{segment(key)}/answers",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def answer(
        self,
        key: str,
        *,
        answer: Literal["accepted", "declined", "done"],
        council: str | None = None,
        note: str | None = None,
        by_day: Day | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> WorkRequest:
        """Answer for a council: its own client for itself, the Office for any that was asked."""
        return self._sender.ask(
            Request(
                WorkRequest,
                "POST",
                f"/api/v1/work-requests/{segment(key)}/answers",
                body=known(
                    {"council": council, "answer": answer, "note": note, "by_day": by_day, "effective": effective}
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def cancel(
        self,
        key: str,
        *,
        by_role: RoleName,
        reason: str,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> WorkRequest:
        """Withdraw a work request, for a reason."""
        return self._sender.ask(
            Request(
                WorkRequest,
                "POST",
                f"/api/v1/work-requests/{segment(key)}/cancel",
                body=known({"by_role": by_role, "reason": reason, "effective": effective}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncWorkRequests(AsyncNoun):
    """The work requests."""

    def list(
        self,
        *,
        as_at: Day | None = None,
        project: str | None = None,
        council: str | None = None,
        state: Literal["open", "answered", "done", "cancelled"] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[WorkRequest]:
        """List work requests, the most pressing first and then those due first; other councils' answers only counted.

        `as_at`: what was true on this day; today if left out
        `project`: only those of a project
        `council`: only those that ask a council
        `state`: only those in a state
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[WorkRequest],
                "GET",
                "/api/v1/work-requests",
                query={"as_at": as_at, "project": project, "council": council, "state": state, "limit": limit},
            ),
        )

    async def get(self, key: str, *, as_at: Day | None = None) -> WorkRequestHistory:
        """Show a work request with the terms it had; other councils' answers only counted.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(WorkRequestHistory, "GET", f"/api/v1/work-requests/{segment(key)}", query={"as_at": as_at})
        )

    async def ask(
        self,
        *,
        key: str,
        project: str,
        title: str,
        text: str,
        councils: Sequence[str],
        priority: Literal["must", "should", "could"],
        due: Day,
        by_role: RoleName,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> WorkRequest:
        """Ask councils that take part in a project for work, with a priority and a due day."""
        return await self._sender.ask(
            Request(
                WorkRequest,
                "POST",
                "/api/v1/work-requests",
                body=known(
                    {
                        "key": key,
                        "project": project,
                        "title": title,
                        "text": text,
                        "councils": councils,
                        "priority": priority,
                        "due": due,
                        "by_role": by_role,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def update(
        self,
        work_request: WorkRequest | WorkRequestHistory,
        *,
        by_role: RoleName,
        reason: str,
        priority: Literal["must", "should", "could"] | Left | None = OMITTED,
        due: Day | Left | None = OMITTED,
    ) -> WorkRequest:
        """Make a work request more or less pressing, or due on another day, for a reason."""
        return await self._sender.ask(
            Request(
                WorkRequest,
                "PATCH",
                f"/api/v1/work-requests/{segment(work_request.key)}",
                body={"priority": priority, "due": due, "by_role": by_role, "reason": reason},
                if_match=work_request.version,
            )
        )

    def answers(self, key: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[CouncilsAnswer]:
        """List every answer that was given to a work request; to a council its own.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[CouncilsAnswer],
                "GET",
                f"/api/v1/work-requests/{segment(key)}/answers",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def answer(
        self,
        key: str,
        *,
        answer: Literal["accepted", "declined", "done"],
        council: str | None = None,
        note: str | None = None,
        by_day: Day | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> WorkRequest:
        """Answer for a council: its own client for itself, the Office for any that was asked."""
        return await self._sender.ask(
            Request(
                WorkRequest,
                "POST",
                f"/api/v1/work-requests/{segment(key)}/answers",
                body=known(
                    {"council": council, "answer": answer, "note": note, "by_day": by_day, "effective": effective}
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def cancel(
        self,
        key: str,
        *,
        by_role: RoleName,
        reason: str,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> WorkRequest:
        """Withdraw a work request, for a reason."""
        return await self._sender.ask(
            Request(
                WorkRequest,
                "POST",
                f"/api/v1/work-requests/{segment(key)}/cancel",
                body=known({"by_role": by_role, "reason": reason, "effective": effective}),
                idempotency_key=key_of(idempotency_key),
            )
        )
