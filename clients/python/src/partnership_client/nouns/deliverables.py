"""What may be done with the deliverables."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.deliverables import Deliverable, StateChange, Version, VersionPublished
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of


class Deliverables(Noun):
    """The deliverables."""

    def list(
        self,
        *,
        as_at: Day | None = None,
        project: str | None = None,
        release: str | None = None,
        state: Literal["planned", "in-progress", "beta", "live", "superseded", "withdrawn", "not-recorded"]
        | None = None,
        limit: int | None = None,
    ) -> Pages[Deliverable]:
        """List deliverables, of a project, in a release or in a state, as they are or were as at a day.

        `as_at`: what was true on this day; today if left out
        `state`: only those in it; `not-recorded` for those in none
        """
        return Pages(
            self._sender,
            Request(
                Page[Deliverable],
                "GET",
                "/api/v1/deliverables",
                query={"as_at": as_at, "project": project, "release": release, "state": state, "limit": limit},
            ),
        )

    def get(self, key: str, *, as_at: Day | None = None) -> Deliverable:
        """Show a deliverable as it is, or in the state and version that it was in as at a day.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(Deliverable, "GET", f"/api/v1/deliverables/{segment(key)}", query={"as_at": as_at})
        )

    def register(
        self,
        *,
        key: str,
        project: str,
        name: str,
        state: Literal["planned", "in-progress", "beta", "live", "superseded", "withdrawn"] | None = None,
        state_as_found: str | None = None,
        produced_by: str | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> Deliverable:
        """Register a deliverable of a project."""
        return self._sender.ask(
            Request(
                Deliverable,
                "POST",
                "/api/v1/deliverables",
                body=known(
                    {
                        "key": key,
                        "project": project,
                        "name": name,
                        "state": state,
                        "state_as_found": state_as_found,
                        "produced_by": produced_by,
                        "source": source,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def rename(self, deliverable: Deliverable, *, name: str) -> Deliverable:
        """Give a deliverable another name; its key stays."""
        return self._sender.ask(
            Request(
                Deliverable,
                "PATCH",
                f"/api/v1/deliverables/{segment(deliverable.key)}",
                body={"name": name},
                if_match=deliverable.version,
            )
        )

    def change_state(
        self,
        key: str,
        *,
        to: Literal["planned", "in-progress", "beta", "live", "superseded", "withdrawn"],
        effective: Day | None = None,
        successor: str | None = None,
        reason: str | None = None,
        acknowledge_by: Day | None = None,
        idempotency_key: str | None = None,
    ) -> Deliverable:
        """Move a deliverable to the state that it is in now; superseding names its successor, withdrawing says why."""
        return self._sender.ask(
            Request(
                Deliverable,
                "POST",
                f"/api/v1/deliverables/{segment(key)}/state-changes",
                body=known(
                    {
                        "to": to,
                        "effective": effective,
                        "successor": successor,
                        "reason": reason,
                        "acknowledge_by": acknowledge_by,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def state_changes(self, key: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[StateChange]:
        """List the states that a deliverable came to, in order.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[StateChange],
                "GET",
                f"/api/v1/deliverables/{segment(key)}/state-changes",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def versions(self, key: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[Version]:
        """List the versions of a deliverable, by date.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[Version],
                "GET",
                f"/api/v1/deliverables/{segment(key)}/versions",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def publish_version(
        self,
        key: str,
        *,
        version: str,
        effective: Day | None = None,
        summary: str | None = None,
        link: str | None = None,
        sha256: str | None = None,
        idempotency_key: str | None = None,
    ) -> VersionPublished:
        """Publish a version of a deliverable."""
        return self._sender.ask(
            Request(
                VersionPublished,
                "POST",
                f"/api/v1/deliverables/{segment(key)}/versions",
                body=known(
                    {"version": version, "effective": effective, "summary": summary, "link": link, "sha256": sha256}
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncDeliverables(AsyncNoun):
    """The deliverables."""

    def list(
        self,
        *,
        as_at: Day | None = None,
        project: str | None = None,
        release: str | None = None,
        state: Literal["planned", "in-progress", "beta", "live", "superseded", "withdrawn", "not-recorded"]
        | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Deliverable]:
        """List deliverables, of a project, in a release or in a state, as they are or were as at a day.

        `as_at`: what was true on this day; today if left out
        `state`: only those in it; `not-recorded` for those in none
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Deliverable],
                "GET",
                "/api/v1/deliverables",
                query={"as_at": as_at, "project": project, "release": release, "state": state, "limit": limit},
            ),
        )

    async def get(self, key: str, *, as_at: Day | None = None) -> Deliverable:
        """Show a deliverable as it is, or in the state and version that it was in as at a day.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(Deliverable, "GET", f"/api/v1/deliverables/{segment(key)}", query={"as_at": as_at})
        )

    async def register(
        self,
        *,
        key: str,
        project: str,
        name: str,
        state: Literal["planned", "in-progress", "beta", "live", "superseded", "withdrawn"] | None = None,
        state_as_found: str | None = None,
        produced_by: str | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> Deliverable:
        """Register a deliverable of a project."""
        return await self._sender.ask(
            Request(
                Deliverable,
                "POST",
                "/api/v1/deliverables",
                body=known(
                    {
                        "key": key,
                        "project": project,
                        "name": name,
                        "state": state,
                        "state_as_found": state_as_found,
                        "produced_by": produced_by,
                        "source": source,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def rename(self, deliverable: Deliverable, *, name: str) -> Deliverable:
        """Give a deliverable another name; its key stays."""
        return await self._sender.ask(
            Request(
                Deliverable,
                "PATCH",
                f"/api/v1/deliverables/{segment(deliverable.key)}",
                body={"name": name},
                if_match=deliverable.version,
            )
        )

    async def change_state(
        self,
        key: str,
        *,
        to: Literal["planned", "in-progress", "beta", "live", "superseded", "withdrawn"],
        effective: Day | None = None,
        successor: str | None = None,
        reason: str | None = None,
        acknowledge_by: Day | None = None,
        idempotency_key: str | None = None,
    ) -> Deliverable:
        """Move a deliverable to the state that it is in now; superseding names its successor, withdrawing says why."""
        return await self._sender.ask(
            Request(
                Deliverable,
                "POST",
                f"/api/v1/deliverables/{segment(key)}/state-changes",
                body=known(
                    {
                        "to": to,
                        "effective": effective,
                        "successor": successor,
                        "reason": reason,
                        "acknowledge_by": acknowledge_by,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def state_changes(self, key: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[StateChange]:
        """List the states that a deliverable came to, in order.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[StateChange],
                "GET",
                f"/api/v1/deliverables/{segment(key)}/state-changes",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def versions(self, key: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[Version]:
        """List the versions of a deliverable, by date.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Version],
                "GET",
                f"/api/v1/deliverables/{segment(key)}/versions",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def publish_version(
        self,
        key: str,
        *,
        version: str,
        effective: Day | None = None,
        summary: str | None = None,
        link: str | None = None,
        sha256: str | None = None,
        idempotency_key: str | None = None,
    ) -> VersionPublished:
        """Publish a version of a deliverable."""
        return await self._sender.ask(
            Request(
                VersionPublished,
                "POST",
                f"/api/v1/deliverables/{segment(key)}/versions",
                body=known(
                    {"version": version, "effective": effective, "summary": summary, "link": link, "sha256": sha256}
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )
