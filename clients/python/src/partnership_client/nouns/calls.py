"""What may be done with the calls."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.calls import Call, Check
from partnership_client.nouns.calls_pack import AsyncCallPack, CallPack
from partnership_client.request import OMITTED, Day, Left, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender
from partnership_client.wishes.calls import AskWish, PlannedGateWish
from partnership_client.words import RoleName


class Calls(Noun):
    """The calls."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.pack = CallPack(sender)

    def list(
        self,
        *,
        as_at: Day | None = None,
        project: str | None = None,
        state: Literal["draft", "published", "closed", "withdrawn"] | None = None,
        limit: int | None = None,
    ) -> Pages[Call]:
        """List calls for participation as they stand, or stood as at a day; drafts are shown to the Office alone.

        `as_at`: what was true on this day; today if left out
        `project`: only those of this project
        """
        return Pages(
            self._sender,
            Request(
                Page[Call],
                "GET",
                "/api/v1/calls",
                query={"as_at": as_at, "project": project, "state": state, "limit": limit},
            ),
        )

    def get(self, key: str, *, as_at: Day | None = None) -> Call:
        """Show a call for participation.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(Request(Call, "GET", f"/api/v1/calls/{segment(key)}", query={"as_at": as_at}))

    def draft(
        self,
        *,
        key: str,
        project: str,
        title: str,
        summary: str,
        asks: Sequence[AskWish],
        deadline: Day,
        contact_role: RoleName,
        benefits: Sequence[str] = (),
        planned_gates: Sequence[PlannedGateWish] = (),
        idempotency_key: str | None = None,
    ) -> Call:
        """Draft a call for participation; councils are asked once it is published."""
        return self._sender.ask(
            Request(
                Call,
                "POST",
                "/api/v1/calls",
                body={
                    "key": key,
                    "project": project,
                    "title": title,
                    "summary": summary,
                    "asks": asks,
                    "benefits": benefits,
                    "deadline": deadline,
                    "contact_role": contact_role,
                    "planned_gates": planned_gates,
                },
                idempotency_key=key_of(idempotency_key),
            )
        )

    def update(
        self,
        call: Call,
        *,
        title: str | Left | None = OMITTED,
        summary: str | Left | None = OMITTED,
        asks: Sequence[AskWish] | Left | None = OMITTED,
        benefits: Sequence[str] | Left | None = OMITTED,
        deadline: Day | Left | None = OMITTED,
        contact_role: RoleName | Left | None = OMITTED,
        planned_gates: Sequence[PlannedGateWish] | Left | None = OMITTED,
        reason: str | Left | None = OMITTED,
        accept_warnings: Sequence[str] | Left = OMITTED,
    ) -> Call:
        """Change a draft, or a published call for a reason, which councils are told."""
        return self._sender.ask(
            Request(
                Call,
                "PATCH",
                f"/api/v1/calls/{segment(call.key)}",
                body={
                    "title": title,
                    "summary": summary,
                    "asks": asks,
                    "benefits": benefits,
                    "deadline": deadline,
                    "contact_role": contact_role,
                    "planned_gates": planned_gates,
                    "reason": reason,
                    "accept_warnings": accept_warnings,
                },
                if_match=call.version,
            )
        )

    def publish(self, key: str, *, accept_warnings: Sequence[str] = (), idempotency_key: str | None = None) -> Call:
        """Publish a draft; what its check warns of is accepted by its codes."""
        return self._sender.ask(
            Request(
                Call,
                "POST",
                f"/api/v1/calls/{segment(key)}/publish",
                body={"accept_warnings": accept_warnings},
                idempotency_key=key_of(idempotency_key),
            )
        )

    def close(self, key: str, *, reason: str, idempotency_key: str | None = None) -> Call:
        """Close a published call before its deadline; what was committed counts."""
        return self._sender.ask(
            Request(
                Call,
                "POST",
                f"/api/v1/calls/{segment(key)}/close",
                body={"reason": reason},
                idempotency_key=key_of(idempotency_key),
            )
        )

    def withdraw(self, key: str, *, reason: str, idempotency_key: str | None = None) -> Call:
        """Withdraw a draft or a published call; what was committed to it binds nobody."""
        return self._sender.ask(
            Request(
                Call,
                "POST",
                f"/api/v1/calls/{segment(key)}/withdraw",
                body={"reason": reason},
                idempotency_key=key_of(idempotency_key),
            )
        )

    def check(self, key: str, *, as_at: Day | None = None) -> Check:
        """Check a call against capacity and calendar, month by month; for the Office, as it adds up what councils gave.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(Request(Check, "GET", f"/api/v1/calls/{segment(key)}/check", query={"as_at": as_at}))

    def check_ask(
        self,
        *,
        asks: Sequence[AskWish],
        deadline: Day,
        project: str | None = None,
        planned_gates: Sequence[PlannedGateWish] = (),
        idempotency_key: str | None = None,
    ) -> Check:
        """Check what a call would ask against capacity and calendar, month by month; nothing is saved."""
        return self._sender.ask(
            Request(
                Check,
                "POST",
                "/api/v1/calls/check",
                body=known({"project": project, "asks": asks, "deadline": deadline, "planned_gates": planned_gates}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncCalls(AsyncNoun):
    """The calls."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.pack = AsyncCallPack(sender)

    def list(
        self,
        *,
        as_at: Day | None = None,
        project: str | None = None,
        state: Literal["draft", "published", "closed", "withdrawn"] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Call]:
        """List calls for participation as they stand, or stood as at a day; drafts are shown to the Office alone.

        `as_at`: what was true on this day; today if left out
        `project`: only those of this project
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Call],
                "GET",
                "/api/v1/calls",
                query={"as_at": as_at, "project": project, "state": state, "limit": limit},
            ),
        )

    async def get(self, key: str, *, as_at: Day | None = None) -> Call:
        """Show a call for participation.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(Request(Call, "GET", f"/api/v1/calls/{segment(key)}", query={"as_at": as_at}))

    async def draft(
        self,
        *,
        key: str,
        project: str,
        title: str,
        summary: str,
        asks: Sequence[AskWish],
        deadline: Day,
        contact_role: RoleName,
        benefits: Sequence[str] = (),
        planned_gates: Sequence[PlannedGateWish] = (),
        idempotency_key: str | None = None,
    ) -> Call:
        """Draft a call for participation; councils are asked once it is published."""
        return await self._sender.ask(
            Request(
                Call,
                "POST",
                "/api/v1/calls",
                body={
                    "key": key,
                    "project": project,
                    "title": title,
                    "summary": summary,
                    "asks": asks,
                    "benefits": benefits,
                    "deadline": deadline,
                    "contact_role": contact_role,
                    "planned_gates": planned_gates,
                },
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def update(
        self,
        call: Call,
        *,
        title: str | Left | None = OMITTED,
        summary: str | Left | None = OMITTED,
        asks: Sequence[AskWish] | Left | None = OMITTED,
        benefits: Sequence[str] | Left | None = OMITTED,
        deadline: Day | Left | None = OMITTED,
        contact_role: RoleName | Left | None = OMITTED,
        planned_gates: Sequence[PlannedGateWish] | Left | None = OMITTED,
        reason: str | Left | None = OMITTED,
        accept_warnings: Sequence[str] | Left = OMITTED,
    ) -> Call:
        """Change a draft, or a published call for a reason, which councils are told."""
        return await self._sender.ask(
            Request(
                Call,
                "PATCH",
                f"/api/v1/calls/{segment(call.key)}",
                body={
                    "title": title,
                    "summary": summary,
                    "asks": asks,
                    "benefits": benefits,
                    "deadline": deadline,
                    "contact_role": contact_role,
                    "planned_gates": planned_gates,
                    "reason": reason,
                    "accept_warnings": accept_warnings,
                },
                if_match=call.version,
            )
        )

    async def publish(
        self, key: str, *, accept_warnings: Sequence[str] = (), idempotency_key: str | None = None
    ) -> Call:
        """Publish a draft; what its check warns of is accepted by its codes."""
        return await self._sender.ask(
            Request(
                Call,
                "POST",
                f"/api/v1/calls/{segment(key)}/publish",
                body={"accept_warnings": accept_warnings},
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def close(self, key: str, *, reason: str, idempotency_key: str | None = None) -> Call:
        """Close a published call before its deadline; what was committed counts."""
        return await self._sender.ask(
            Request(
                Call,
                "POST",
                f"/api/v1/calls/{segment(key)}/close",
                body={"reason": reason},
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def withdraw(self, key: str, *, reason: str, idempotency_key: str | None = None) -> Call:
        """Withdraw a draft or a published call; what was committed to it binds nobody."""
        return await self._sender.ask(
            Request(
                Call,
                "POST",
                f"/api/v1/calls/{segment(key)}/withdraw",
                body={"reason": reason},
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def check(self, key: str, *, as_at: Day | None = None) -> Check:
        """Check a call against capacity and calendar, month by month; for the Office, as it adds up what councils gave.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(Check, "GET", f"/api/v1/calls/{segment(key)}/check", query={"as_at": as_at})
        )

    async def check_ask(
        self,
        *,
        asks: Sequence[AskWish],
        deadline: Day,
        project: str | None = None,
        planned_gates: Sequence[PlannedGateWish] = (),
        idempotency_key: str | None = None,
    ) -> Check:
        """Check what a call would ask against capacity and calendar, month by month; nothing is saved."""
        return await self._sender.ask(
            Request(
                Check,
                "POST",
                "/api/v1/calls/check",
                body=known({"project": project, "asks": asks, "deadline": deadline, "planned_gates": planned_gates}),
                idempotency_key=key_of(idempotency_key),
            )
        )
