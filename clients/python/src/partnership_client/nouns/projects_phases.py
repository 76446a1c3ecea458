"""What may be done with the phases of projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.projects import ProjectPhases
from partnership_client.request import Day, Request, known, segment
from partnership_client.wishes.projects import PlanPhaseWish


class PhasesOfProject(Noun):
    """The phases of projects."""

    def get(self, project: str, *, as_at: Day | None = None) -> ProjectPhases:
        """Show a project's phases with planned and actual dates, as they stood on a day.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(ProjectPhases, "GET", f"/api/v1/projects/{segment(project)}/phases", query={"as_at": as_at})
        )

    def plan(
        self,
        phase: ProjectPhases,
        *,
        phases: Sequence[PlanPhaseWish],
        effective: Day | None = None,
        reason: str | None = None,
    ) -> ProjectPhases:
        """Plan when a project enters its phases; If-Match is the project's ETag, and earlier plans are kept."""
        return self._sender.ask(
            Request(
                ProjectPhases,
                "PUT",
                f"/api/v1/projects/{segment(phase.project)}/phase-plan",
                body=known({"phases": phases, "effective": effective, "reason": reason}),
                if_match=phase.version,
            )
        )


class AsyncPhasesOfProject(AsyncNoun):
    """The phases of projects."""

    async def get(self, project: str, *, as_at: Day | None = None) -> ProjectPhases:
        """Show a project's phases with planned and actual dates, as they stood on a day.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(ProjectPhases, "GET", f"/api/v1/projects/{segment(project)}/phases", query={"as_at": as_at})
        )

    async def plan(
        self,
        phase: ProjectPhases,
        *,
        phases: Sequence[PlanPhaseWish],
        effective: Day | None = None,
        reason: str | None = None,
    ) -> ProjectPhases:
        """Plan when a project enters its phases; If-Match is the project's ETag, and earlier plans are kept."""
        return await self._sender.ask(
            Request(
                ProjectPhases,
                "PUT",
                f"/api/v1/projects/{segment(phase.project)}/phase-plan",
                body=known({"phases": phases, "effective": effective, "reason": reason}),
                if_match=phase.version,
            )
        )
