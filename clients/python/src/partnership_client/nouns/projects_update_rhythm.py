"""What may be done with the update rhythm of projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.projects import UpdateRhythm
from partnership_client.request import Day, Request, known, segment


class ProjectUpdateRhythm(Noun):
    """The update rhythm of projects."""

    def get(self, project: str, *, as_at: Day | None = None) -> UpdateRhythm:
        """Show how often a project is to tell of its progress, and by when next; its ETag is the project's.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(UpdateRhythm, "GET", f"/api/v1/projects/{segment(project)}/update-rhythm", query={"as_at": as_at})
        )

    def set(self, update_rhythm: UpdateRhythm, *, every_days: int | None, starts: Day | None = None) -> UpdateRhythm:
        """Agree on how often a project tells of its progress, or that it need not; If-Match is the project's ETag."""
        return self._sender.ask(
            Request(
                UpdateRhythm,
                "PUT",
                f"/api/v1/projects/{segment(update_rhythm.project)}/update-rhythm",
                body=known({"every_days": every_days, "starts": starts}, keep=("every_days",)),
                if_match=update_rhythm.version,
            )
        )


class AsyncProjectUpdateRhythm(AsyncNoun):
    """The update rhythm of projects."""

    async def get(self, project: str, *, as_at: Day | None = None) -> UpdateRhythm:
        """Show how often a project is to tell of its progress, and by when next; its ETag is the project's.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(UpdateRhythm, "GET", f"/api/v1/projects/{segment(project)}/update-rhythm", query={"as_at": as_at})
        )

    async def set(
        self, update_rhythm: UpdateRhythm, *, every_days: int | None, starts: Day | None = None
    ) -> UpdateRhythm:
        """Agree on how often a project tells of its progress, or that it need not; If-Match is the project's ETag."""
        return await self._sender.ask(
            Request(
                UpdateRhythm,
                "PUT",
                f"/api/v1/projects/{segment(update_rhythm.project)}/update-rhythm",
                body=known({"every_days": every_days, "starts": starts}, keep=("every_days",)),
                if_match=update_rhythm.version,
            )
        )
