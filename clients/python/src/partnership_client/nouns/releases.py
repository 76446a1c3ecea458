"""What may be done with the releases."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Mapping, Sequence
from typing import Any

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.releases import Readiness, Release, ScopeChange, Verified
from partnership_client.nouns.releases_amendments import AsyncReleaseAmendments, ReleaseAmendments
from partnership_client.nouns.releases_manifest import AsyncReleaseManifest, ReleaseManifest
from partnership_client.nouns.releases_seal_keys import AsyncReleaseSealKeys, ReleaseSealKeys
from partnership_client.nouns.releases_sign_offs import AsyncReleaseSignOffs, ReleaseSignOffs
from partnership_client.request import OMITTED, Day, Left, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender
from partnership_client.wishes.releases import AnsweredWish, PutInWish
from partnership_client.words import RoleName


class Releases(Noun):
    """The releases."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.manifest = ReleaseManifest(sender)
        self.sign_offs = ReleaseSignOffs(sender)
        self.amendments = ReleaseAmendments(sender)
        self.seal_keys = ReleaseSealKeys(sender)

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> Pages[Release]:
        """List releases with what is in them, or was on a day.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender, Request(Page[Release], "GET", "/api/v1/releases", query={"as_at": as_at, "limit": limit})
        )

    def get(self, key: str, *, as_at: Day | None = None) -> Release:
        """Show a release with what is in it, or was on a day.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(Request(Release, "GET", f"/api/v1/releases/{segment(key)}", query={"as_at": as_at}))

    def plan(
        self,
        *,
        key: str,
        name: str,
        number: int | None = None,
        planned_for: Day | None = None,
        demonstration: bool = False,
        history_recorded: bool = True,
        source: str | None = None,
        freeze_on: Day | None = None,
        sign_offs_needed: Sequence[RoleName] = (),
        idempotency_key: str | None = None,
    ) -> Release:
        """Plan a release."""
        return self._sender.ask(
            Request(
                Release,
                "POST",
                "/api/v1/releases",
                body=known(
                    {
                        "key": key,
                        "number": number,
                        "name": name,
                        "planned_for": planned_for,
                        "demonstration": demonstration,
                        "history_recorded": history_recorded,
                        "source": source,
                        "freeze_on": freeze_on,
                        "sign_offs_needed": sign_offs_needed,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def update(
        self,
        release: Release,
        *,
        name: str | Left | None = OMITTED,
        planned_for: Day | Left | None = OMITTED,
        freeze_on: Day | Left | None = OMITTED,
        sign_offs_needed: Sequence[RoleName] | Left | None = OMITTED,
    ) -> Release:
        """Change an open release's name, planned date, or, until it is frozen, freeze date and needed sign-offs."""
        return self._sender.ask(
            Request(
                Release,
                "PATCH",
                f"/api/v1/releases/{segment(release.key)}",
                body={
                    "name": name,
                    "planned_for": planned_for,
                    "freeze_on": freeze_on,
                    "sign_offs_needed": sign_offs_needed,
                },
                if_match=release.version,
            )
        )

    def put_in(
        self,
        key: str,
        *,
        deliverables: Sequence[PutInWish],
        reason: str | None = None,
        by_role: RoleName | None = None,
        idempotency_key: str | None = None,
    ) -> Release:
        """Put several deliverables into an open release at once."""
        return self._sender.ask(
            Request(
                Release,
                "POST",
                f"/api/v1/releases/{segment(key)}/deliverables",
                body=known({"reason": reason, "by_role": by_role, "deliverables": deliverables}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def set_readiness(
        self,
        release: Release,
        deliverable: str,
        *,
        ready: bool,
        reason: str | None = None,
        by_role: RoleName | None = None,
        note: str | None = None,
    ) -> Release:
        """Put a deliverable into an open release, or say whether it is ready; If-Match is the release's ETag."""
        return self._sender.ask(
            Request(
                Release,
                "PUT",
                f"/api/v1/releases/{segment(release.key)}/deliverables/{segment(deliverable)}",
                body=known({"reason": reason, "by_role": by_role, "ready": ready, "note": note}),
                if_match=release.version,
            )
        )

    def take_out(
        self, release: Release, deliverable: str, *, reason: str | None = None, by_role: RoleName | None = None
    ) -> Release:
        """Take a deliverable out of an open release; If-Match is the release's ETag.

        `reason`: why; needed once the release is frozen
        `by_role`: in whose name; needed once the release is frozen
        """
        return self._sender.ask(
            Request(
                Release,
                "DELETE",
                f"/api/v1/releases/{segment(release.key)}/deliverables/{segment(deliverable)}",
                query={"reason": reason, "by_role": by_role},
                if_match=release.version,
            )
        )

    def readiness(self, key: str, *, as_at: Day | None = None) -> Readiness:
        """Show what each deliverable of a release lacks, and what the release lacks to be closed.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(Readiness, "GET", f"/api/v1/releases/{segment(key)}/readiness", query={"as_at": as_at})
        )

    def close(
        self,
        key: str,
        *,
        carry_over_to: str | None = None,
        closed_on: Day | None = None,
        override: AnsweredWish | None = None,
        carry_over_because: AnsweredWish | None = None,
        idempotency_key: str | None = None,
    ) -> Release:
        """Close a release for good: what is ready is sealed and signed, the rest is carried over to the named release.

        Every sign-off that it needs must be there, for the scope as it is; `override` closes without, and is sealed too.
        """
        return self._sender.ask(
            Request(
                Release,
                "POST",
                f"/api/v1/releases/{segment(key)}/close",
                body=known(
                    {
                        "carry_over_to": carry_over_to,
                        "closed_on": closed_on,
                        "override": override,
                        "carry_over_because": carry_over_because,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def scope_changes(self, key: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[ScopeChange]:
        """List every change of a release's scope, those after its freeze with their reasons.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[ScopeChange],
                "GET",
                f"/api/v1/releases/{segment(key)}/scope-changes",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def verify(self, *, manifest: Mapping[str, Any] | str, signature: str, key_id: str | None = None) -> Verified:
        """Say whether a manifest or amendment is what was sealed, by its signature and the published keys alone."""
        return self._sender.ask(
            Request(
                Verified,
                "POST",
                "/api/v1/releases/verify",
                body=known({"manifest": manifest, "signature": signature, "key_id": key_id}),
                idempotency_key=key_of(None),
            )
        )


class AsyncReleases(AsyncNoun):
    """The releases."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.manifest = AsyncReleaseManifest(sender)
        self.sign_offs = AsyncReleaseSignOffs(sender)
        self.amendments = AsyncReleaseAmendments(sender)
        self.seal_keys = AsyncReleaseSealKeys(sender)

    def list(self, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[Release]:
        """List releases with what is in them, or was on a day.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender, Request(Page[Release], "GET", "/api/v1/releases", query={"as_at": as_at, "limit": limit})
        )

    async def get(self, key: str, *, as_at: Day | None = None) -> Release:
        """Show a release with what is in it, or was on a day.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(Release, "GET", f"/api/v1/releases/{segment(key)}", query={"as_at": as_at})
        )

    async def plan(
        self,
        *,
        key: str,
        name: str,
        number: int | None = None,
        planned_for: Day | None = None,
        demonstration: bool = False,
        history_recorded: bool = True,
        source: str | None = None,
        freeze_on: Day | None = None,
        sign_offs_needed: Sequence[RoleName] = (),
        idempotency_key: str | None = None,
    ) -> Release:
        """Plan a release."""
        return await self._sender.ask(
            Request(
                Release,
                "POST",
                "/api/v1/releases",
                body=known(
                    {
                        "key": key,
                        "number": number,
                        "name": name,
                        "planned_for": planned_for,
                        "demonstration": demonstration,
                        "history_recorded": history_recorded,
                        "source": source,
                        "freeze_on": freeze_on,
                        "sign_offs_needed": sign_offs_needed,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def update(
        self,
        release: Release,
        *,
        name: str | Left | None = OMITTED,
        planned_for: Day | Left | None = OMITTED,
        freeze_on: Day | Left | None = OMITTED,
        sign_offs_needed: Sequence[RoleName] | Left | None = OMITTED,
    ) -> Release:
        """Change an open release's name, planned date, or, until it is frozen, freeze date and needed sign-offs."""
        return await self._sender.ask(
            Request(
                Release,
                "PATCH",
                f"/api/v1/releases/{segment(release.key)}",
                body={
                    "name": name,
                    "planned_for": planned_for,
                    "freeze_on": freeze_on,
                    "sign_offs_needed": sign_offs_needed,
                },
                if_match=release.version,
            )
        )

    async def put_in(
        self,
        key: str,
        *,
        deliverables: Sequence[PutInWish],
        reason: str | None = None,
        by_role: RoleName | None = None,
        idempotency_key: str | None = None,
    ) -> Release:
        """Put several deliverables into an open release at once."""
        return await self._sender.ask(
            Request(
                Release,
                "POST",
                f"/api/v1/releases/{segment(key)}/deliverables",
                body=known({"reason": reason, "by_role": by_role, "deliverables": deliverables}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def set_readiness(
        self,
        release: Release,
        deliverable: str,
        *,
        ready: bool,
        reason: str | None = None,
        by_role: RoleName | None = None,
        note: str | None = None,
    ) -> Release:
        """Put a deliverable into an open release, or say whether it is ready; If-Match is the release's ETag."""
        return await self._sender.ask(
            Request(
                Release,
                "PUT",
                f"/api/v1/releases/{segment(release.key)}/deliverables/{segment(deliverable)}",
                body=known({"reason": reason, "by_role": by_role, "ready": ready, "note": note}),
                if_match=release.version,
            )
        )

    async def take_out(
        self, release: Release, deliverable: str, *, reason: str | None = None, by_role: RoleName | None = None
    ) -> Release:
        """Take a deliverable out of an open release; If-Match is the release's ETag.

        `reason`: why; needed once the release is frozen
        `by_role`: in whose name; needed once the release is frozen
        """
        return await self._sender.ask(
            Request(
                Release,
                "DELETE",
                f"/api/v1/releases/{segment(release.key)}/deliverables/{segment(deliverable)}",
                query={"reason": reason, "by_role": by_role},
                if_match=release.version,
            )
        )

    async def readiness(self, key: str, *, as_at: Day | None = None) -> Readiness:
        """Show what each deliverable of a release lacks, and what the release lacks to be closed.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(Readiness, "GET", f"/api/v1/releases/{segment(key)}/readiness", query={"as_at": as_at})
        )

    async def close(
        self,
        key: str,
        *,
        carry_over_to: str | None = None,
        closed_on: Day | None = None,
        override: AnsweredWish | None = None,
        carry_over_because: AnsweredWish | None = None,
        idempotency_key: str | None = None,
    ) -> Release:
        """Close a release for good: what is ready is sealed and signed, the rest is carried over to the named release.

        Every sign-off that it needs must be there, for the scope as it is; `override` closes without, and is sealed too.
        """
        return await self._sender.ask(
            Request(
                Release,
                "POST",
                f"/api/v1/releases/{segment(key)}/close",
                body=known(
                    {
                        "carry_over_to": carry_over_to,
                        "closed_on": closed_on,
                        "override": override,
                        "carry_over_because": carry_over_because,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def scope_changes(self, key: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[ScopeChange]:
        """List every change of a release's scope, those after its freeze with their reasons.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[ScopeChange],
                "GET",
                f"/api/v1/releases/{segment(key)}/scope-changes",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def verify(self, *, manifest: Mapping[str, Any] | str, signature: str, key_id: str | None = None) -> Verified:
        """Say whether a manifest or amendment is what was sealed, by its signature and the published keys alone."""
        return await self._sender.ask(
            Request(
                Verified,
                "POST",
                "/api/v1/releases/verify",
                body=known({"manifest": manifest, "signature": signature, "key_id": key_id}),
                idempotency_key=key_of(None),
            )
        )
