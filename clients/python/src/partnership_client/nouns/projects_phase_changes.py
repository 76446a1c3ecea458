"""What may be done with the phase changes of projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.projects import PhaseChange, PhaseMoved
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.wishes.projects import DecideWish, OverrideWish


class ProjectPhaseChanges(Noun):
    """The phase changes of projects."""

    def list(self, project: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[PhaseChange]:
        """List a project's phase changes until a day, in order.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[PhaseChange],
                "GET",
                f"/api/v1/projects/{segment(project)}/phase-changes",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def make(
        self,
        project: str,
        *,
        to: str,
        decision: DecideWish,
        effective: Day | None = None,
        override: OverrideWish | None = None,
        idempotency_key: str | None = None,
    ) -> PhaseMoved:
        """Decide at the gate and move the project to the phase that follows, as one command; elsewhere by an override."""
        return self._sender.ask(
            Request(
                PhaseMoved,
                "POST",
                f"/api/v1/projects/{segment(project)}/phase-changes",
                body=known({"to": to, "decision": decision, "effective": effective, "override": override}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncProjectPhaseChanges(AsyncNoun):
    """The phase changes of projects."""

    def list(self, project: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[PhaseChange]:
        """List a project's phase changes until a day, in order.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[PhaseChange],
                "GET",
                f"/api/v1/projects/{segment(project)}/phase-changes",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def make(
        self,
        project: str,
        *,
        to: str,
        decision: DecideWish,
        effective: Day | None = None,
        override: OverrideWish | None = None,
        idempotency_key: str | None = None,
    ) -> PhaseMoved:
        """Decide at the gate and move the project to the phase that follows, as one command; elsewhere by an override."""
        return await self._sender.ask(
            Request(
                PhaseMoved,
                "POST",
                f"/api/v1/projects/{segment(project)}/phase-changes",
                body=known({"to": to, "decision": decision, "effective": effective, "override": override}),
                idempotency_key=key_of(idempotency_key),
            )
        )
