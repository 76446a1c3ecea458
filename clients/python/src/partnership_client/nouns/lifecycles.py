"""What may be done with the lifecycles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Mapping, Sequence
from typing import Any

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.lifecycles import Lifecycle, Move
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.wishes.lifecycles import TemplatePhaseWish
from partnership_client.words import RoleName


class Lifecycles(Noun):
    """The lifecycles."""

    def list(self, *, limit: int | None = None) -> Pages[Lifecycle]:
        """List lifecycle templates at their newest version."""
        return Pages(self._sender, Request(Page[Lifecycle], "GET", "/api/v1/lifecycles", query={"limit": limit}))

    def get(self, key: str) -> Lifecycle:
        """Show a template at its newest version."""
        return self._sender.ask(Request(Lifecycle, "GET", f"/api/v1/lifecycles/{segment(key)}"))

    def version(self, key: str, number: int) -> Lifecycle:
        """Show one version of a template."""
        return self._sender.ask(
            Request(Lifecycle, "GET", f"/api/v1/lifecycles/{segment(key)}/versions/{segment(number)}")
        )

    def publish(
        self,
        *,
        key: str,
        name: str,
        phases: Sequence[TemplatePhaseWish],
        description: str | None = None,
        idempotency_key: str | None = None,
    ) -> Lifecycle:
        """Publish a template, or the next version of one; projects keep the version they started on."""
        return self._sender.ask(
            Request(
                Lifecycle,
                "POST",
                "/api/v1/lifecycles",
                body=known({"key": key, "name": name, "description": description, "phases": phases}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def move_projects(
        self,
        key: str,
        *,
        by_role: RoleName,
        reason: str,
        to: int | None = None,
        phases: Mapping[str, Any] | None = None,
        projects: Sequence[str] | None = None,
        effective: Day | None = None,
        dry_run: bool = False,
        idempotency_key: str | None = None,
    ) -> Move:
        """Move running projects to another version of their template, all or none; `dry_run` shows what would happen."""
        return self._sender.ask(
            Request(
                Move,
                "POST",
                f"/api/v1/lifecycles/{segment(key)}/moves",
                body=known(
                    {
                        "to": to,
                        "phases": phases,
                        "projects": projects,
                        "by_role": by_role,
                        "reason": reason,
                        "effective": effective,
                        "dry_run": dry_run,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncLifecycles(AsyncNoun):
    """The lifecycles."""

    def list(self, *, limit: int | None = None) -> AsyncPages[Lifecycle]:
        """List lifecycle templates at their newest version."""
        return AsyncPages(self._sender, Request(Page[Lifecycle], "GET", "/api/v1/lifecycles", query={"limit": limit}))

    async def get(self, key: str) -> Lifecycle:
        """Show a template at its newest version."""
        return await self._sender.ask(Request(Lifecycle, "GET", f"/api/v1/lifecycles/{segment(key)}"))

    async def version(self, key: str, number: int) -> Lifecycle:
        """Show one version of a template."""
        return await self._sender.ask(
            Request(Lifecycle, "GET", f"/api/v1/lifecycles/{segment(key)}/versions/{segment(number)}")
        )

    async def publish(
        self,
        *,
        key: str,
        name: str,
        phases: Sequence[TemplatePhaseWish],
        description: str | None = None,
        idempotency_key: str | None = None,
    ) -> Lifecycle:
        """Publish a template, or the next version of one; projects keep the version they started on."""
        return await self._sender.ask(
            Request(
                Lifecycle,
                "POST",
                "/api/v1/lifecycles",
                body=known({"key": key, "name": name, "description": description, "phases": phases}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def move_projects(
        self,
        key: str,
        *,
        by_role: RoleName,
        reason: str,
        to: int | None = None,
        phases: Mapping[str, Any] | None = None,
        projects: Sequence[str] | None = None,
        effective: Day | None = None,
        dry_run: bool = False,
        idempotency_key: str | None = None,
    ) -> Move:
        """Move running projects to another version of their template, all or none; `dry_run` shows what would happen."""
        return await self._sender.ask(
            Request(
                Move,
                "POST",
                f"/api/v1/lifecycles/{segment(key)}/moves",
                body=known(
                    {
                        "to": to,
                        "phases": phases,
                        "projects": projects,
                        "by_role": by_role,
                        "reason": reason,
                        "effective": effective,
                        "dry_run": dry_run,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )
