"""What may be done with the projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.projects import Project
from partnership_client.nouns.projects_confidence import AsyncProjectConfidence, ProjectConfidence
from partnership_client.nouns.projects_gate_conditions import AsyncProjectGateConditions, ProjectGateConditions
from partnership_client.nouns.projects_gate_decisions import AsyncProjectGateDecisions, ProjectGateDecisions
from partnership_client.nouns.projects_phase_changes import AsyncProjectPhaseChanges, ProjectPhaseChanges
from partnership_client.nouns.projects_phases import AsyncPhasesOfProject, PhasesOfProject
from partnership_client.nouns.projects_placements import AsyncProjectPlacements, ProjectPlacements
from partnership_client.nouns.projects_progress_updates import AsyncProjectProgressUpdates, ProjectProgressUpdates
from partnership_client.nouns.projects_update_rhythm import AsyncProjectUpdateRhythm, ProjectUpdateRhythm
from partnership_client.request import OMITTED, Day, Left, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender
from partnership_client.wishes.projects import ParticipantsWish
from partnership_client.words import RoleName


class Projects(Noun):
    """The projects."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.placements = ProjectPlacements(sender)
        self.gate_decisions = ProjectGateDecisions(sender)
        self.phase_changes = ProjectPhaseChanges(sender)
        self.phases = PhasesOfProject(sender)
        self.gate_conditions = ProjectGateConditions(sender)
        self.progress_updates = ProjectProgressUpdates(sender)
        self.confidence = ProjectConfidence(sender)
        self.update_rhythm = ProjectUpdateRhythm(sender)

    def list(
        self,
        *,
        as_at: Day | None = None,
        portfolio: str | None = None,
        phase: str | None = None,
        limit: int | None = None,
    ) -> Pages[Project]:
        """List projects with the phase and portfolio they are in, or were in as at a day; all else is as it is now.

        `as_at`: what was true on this day; today if left out
        `portfolio`: only those with their place in it
        `phase`: only those in it; `not-recorded` for those in none
        """
        return Pages(
            self._sender,
            Request(
                Page[Project],
                "GET",
                "/api/v1/projects",
                query={"as_at": as_at, "portfolio": portfolio, "phase": phase, "limit": limit},
            ),
        )

    def get(self, key: str, *, as_at: Day | None = None) -> Project:
        """Show a project in the phase and portfolio it is in, or was in as at a day; all else is as it is now.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(Request(Project, "GET", f"/api/v1/projects/{segment(key)}", query={"as_at": as_at}))

    def register(
        self,
        *,
        key: str,
        name: str,
        summary: str | None = None,
        programme: Literal["digital-partnership", "adjacent"] = "digital-partnership",
        lead_councils: Sequence[str] = (),
        other_leads: Sequence[str] = (),
        participants: ParticipantsWish | None = None,
        lifecycle: str | None = None,
        era: str | None = None,
        starts: Day | None = None,
        ends: Day | None = None,
        status_seen: str | None = None,
        sources: Sequence[str] = (),
        notes: str | None = None,
        demonstration: bool = False,
        idempotency_key: str | None = None,
    ) -> Project:
        """Register a project; what is not known is left out and stays not recorded."""
        return self._sender.ask(
            Request(
                Project,
                "POST",
                "/api/v1/projects",
                body=known(
                    {
                        "key": key,
                        "name": name,
                        "summary": summary,
                        "programme": programme,
                        "lead_councils": lead_councils,
                        "other_leads": other_leads,
                        "participants": participants,
                        "lifecycle": lifecycle,
                        "era": era,
                        "starts": starts,
                        "ends": ends,
                        "status_seen": status_seen,
                        "sources": sources,
                        "notes": notes,
                        "demonstration": demonstration,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def update(
        self,
        project: Project,
        *,
        name: str | Left | None = OMITTED,
        summary: str | Left | None = OMITTED,
        lifecycle: str | Left | None = OMITTED,
        starts: Day | Left | None = OMITTED,
        ends: Day | Left | None = OMITTED,
        notes: str | Left | None = OMITTED,
    ) -> Project:
        """Change a project's details, or give it the lifecycle it starts on."""
        return self._sender.ask(
            Request(
                Project,
                "PATCH",
                f"/api/v1/projects/{segment(project.key)}",
                body={
                    "name": name,
                    "summary": summary,
                    "lifecycle": lifecycle,
                    "starts": starts,
                    "ends": ends,
                    "notes": notes,
                },
                if_match=project.version,
            )
        )

    def close(
        self,
        key: str,
        *,
        outcome: Literal["delivered", "stopped"],
        by_role: RoleName,
        reason: str | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> Project:
        """Close a project for good, delivered or stopped; what is to be measured of its benefits goes on falling due."""
        return self._sender.ask(
            Request(
                Project,
                "POST",
                f"/api/v1/projects/{segment(key)}/close",
                body=known({"outcome": outcome, "by_role": by_role, "reason": reason, "effective": effective}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncProjects(AsyncNoun):
    """The projects."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.placements = AsyncProjectPlacements(sender)
        self.gate_decisions = AsyncProjectGateDecisions(sender)
        self.phase_changes = AsyncProjectPhaseChanges(sender)
        self.phases = AsyncPhasesOfProject(sender)
        self.gate_conditions = AsyncProjectGateConditions(sender)
        self.progress_updates = AsyncProjectProgressUpdates(sender)
        self.confidence = AsyncProjectConfidence(sender)
        self.update_rhythm = AsyncProjectUpdateRhythm(sender)

    def list(
        self,
        *,
        as_at: Day | None = None,
        portfolio: str | None = None,
        phase: str | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Project]:
        """List projects with the phase and portfolio they are in, or were in as at a day; all else is as it is now.

        `as_at`: what was true on this day; today if left out
        `portfolio`: only those with their place in it
        `phase`: only those in it; `not-recorded` for those in none
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Project],
                "GET",
                "/api/v1/projects",
                query={"as_at": as_at, "portfolio": portfolio, "phase": phase, "limit": limit},
            ),
        )

    async def get(self, key: str, *, as_at: Day | None = None) -> Project:
        """Show a project in the phase and portfolio it is in, or was in as at a day; all else is as it is now.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(Project, "GET", f"/api/v1/projects/{segment(key)}", query={"as_at": as_at})
        )

    async def register(
        self,
        *,
        key: str,
        name: str,
        summary: str | None = None,
        programme: Literal["digital-partnership", "adjacent"] = "digital-partnership",
        lead_councils: Sequence[str] = (),
        other_leads: Sequence[str] = (),
        participants: ParticipantsWish | None = None,
        lifecycle: str | None = None,
        era: str | None = None,
        starts: Day | None = None,
        ends: Day | None = None,
        status_seen: str | None = None,
        sources: Sequence[str] = (),
        notes: str | None = None,
        demonstration: bool = False,
        idempotency_key: str | None = None,
    ) -> Project:
        """Register a project; what is not known is left out and stays not recorded."""
        return await self._sender.ask(
            Request(
                Project,
                "POST",
                "/api/v1/projects",
                body=known(
                    {
                        "key": key,
                        "name": name,
                        "summary": summary,
                        "programme": programme,
                        "lead_councils": lead_councils,
                        "other_leads": other_leads,
                        "participants": participants,
                        "lifecycle": lifecycle,
                        "era": era,
                        "starts": starts,
                        "ends": ends,
                        "status_seen": status_seen,
                        "sources": sources,
                        "notes": notes,
                        "demonstration": demonstration,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def update(
        self,
        project: Project,
        *,
        name: str | Left | None = OMITTED,
        summary: str | Left | None = OMITTED,
        lifecycle: str | Left | None = OMITTED,
        starts: Day | Left | None = OMITTED,
        ends: Day | Left | None = OMITTED,
        notes: str | Left | None = OMITTED,
    ) -> Project:
        """Change a project's details, or give it the lifecycle it starts on."""
        return await self._sender.ask(
            Request(
                Project,
                "PATCH",
                f"/api/v1/projects/{segment(project.key)}",
                body={
                    "name": name,
                    "summary": summary,
                    "lifecycle": lifecycle,
                    "starts": starts,
                    "ends": ends,
                    "notes": notes,
                },
                if_match=project.version,
            )
        )

    async def close(
        self,
        key: str,
        *,
        outcome: Literal["delivered", "stopped"],
        by_role: RoleName,
        reason: str | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> Project:
        """Close a project for good, delivered or stopped; what is to be measured of its benefits goes on falling due."""
        return await self._sender.ask(
            Request(
                Project,
                "POST",
                f"/api/v1/projects/{segment(key)}/close",
                body=known({"outcome": outcome, "by_role": by_role, "reason": reason, "effective": effective}),
                idempotency_key=key_of(idempotency_key),
            )
        )
