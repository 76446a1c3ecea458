"""What may be done with the dead letters of operations."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.operations import Causes, DeadLetter, Outcome
from partnership_client.request import Request, known, segment
from partnership_client.request import key as key_of


class OperationDeadLetters(Noun):
    """The dead letters of operations."""

    def list(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        *,
        state: Literal["parked", "replayed", "discarded", "settled"] | None = None,
        cause: str | None = None,
        event_type: str | None = None,
        limit: int | None = None,
    ) -> Pages[DeadLetter]:
        """List messages that could not be taken in, oldest first; settled ones with who settled them, when and why.

        `state`: `settled`: replayed or discarded
        """
        return Pages(
            self._sender,
            Request(
                Page[DeadLetter],
                "GET",
                f"/api/v1/operations/{segment(service)}/dead-letters",
                query={"state": state, "cause": cause, "event_type": event_type, "limit": limit},
            ),
        )

    def get(self, service: Literal["projects", "councils", "notifications", "reporting"], letter: int) -> DeadLetter:
        """Show one, with its headers and payload."""
        return self._sender.ask(
            Request(DeadLetter, "GET", f"/api/v1/operations/{segment(service)}/dead-letters/{segment(letter)}")
        )

    def causes(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> Causes:
        """Tell what is parked by cause and event type, and how old the oldest is."""
        return self._sender.ask(Request(Causes, "GET", f"/api/v1/operations/{segment(service)}/dead-letters/causes"))

    def replay(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        letter: int,
        *,
        reason: str | None = None,
        accept_gap: bool = False,
        idempotency_key: str | None = None,
    ) -> DeadLetter:
        """Take the message in now; if that fails again, it stays parked and the answer says why."""
        return self._sender.ask(
            Request(
                DeadLetter,
                "POST",
                f"/api/v1/operations/{segment(service)}/dead-letters/{segment(letter)}/replay",
                body=known({"reason": reason, "accept_gap": accept_gap}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def discard(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        letter: int,
        *,
        reason: str,
        idempotency_key: str | None = None,
    ) -> DeadLetter:
        """Give a message up, with a reason; it stays on record."""
        return self._sender.ask(
            Request(
                DeadLetter,
                "POST",
                f"/api/v1/operations/{segment(service)}/dead-letters/{segment(letter)}/discard",
                body={"reason": reason},
                idempotency_key=key_of(idempotency_key),
            )
        )

    def replay_many(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        *,
        cause: str | None = None,
        event_type: str | None = None,
        after: int = 0,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Outcome:
        """Take in all that is parked for one cause or of one type, at most 500 at once, each in a transaction of its own.

        What fails stays parked and is told of; it stops no other. Call again with `after` while there is a `next_after`.
        """
        return self._sender.ask(
            Request(
                Outcome,
                "POST",
                f"/api/v1/operations/{segment(service)}/dead-letters/replay",
                body=known({"cause": cause, "event_type": event_type, "after": after, "reason": reason}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def discard_many(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        *,
        reason: str,
        cause: str | None = None,
        event_type: str | None = None,
        after: int = 0,
        idempotency_key: str | None = None,
    ) -> Outcome:
        """Give up all that is parked for one cause or of one type, at most 500 at once; it stays on record."""
        return self._sender.ask(
            Request(
                Outcome,
                "POST",
                f"/api/v1/operations/{segment(service)}/dead-letters/discard",
                body=known({"cause": cause, "event_type": event_type, "after": after, "reason": reason}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncOperationDeadLetters(AsyncNoun):
    """The dead letters of operations."""

    def list(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        *,
        state: Literal["parked", "replayed", "discarded", "settled"] | None = None,
        cause: str | None = None,
        event_type: str | None = None,
        limit: int | None = None,
    ) -> AsyncPages[DeadLetter]:
        """List messages that could not be taken in, oldest first; settled ones with who settled them, when and why.

        `state`: `settled`: replayed or discarded
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[DeadLetter],
                "GET",
                f"/api/v1/operations/{segment(service)}/dead-letters",
                query={"state": state, "cause": cause, "event_type": event_type, "limit": limit},
            ),
        )

    async def get(
        self, service: Literal["projects", "councils", "notifications", "reporting"], letter: int
    ) -> DeadLetter:
        """Show one, with its headers and payload."""
        return await self._sender.ask(
            Request(DeadLetter, "GET", f"/api/v1/operations/{segment(service)}/dead-letters/{segment(letter)}")
        )

    async def causes(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> Causes:
        """Tell what is parked by cause and event type, and how old the oldest is."""
        return await self._sender.ask(
            Request(Causes, "GET", f"/api/v1/operations/{segment(service)}/dead-letters/causes")
        )

    async def replay(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        letter: int,
        *,
        reason: str | None = None,
        accept_gap: bool = False,
        idempotency_key: str | None = None,
    ) -> DeadLetter:
        """Take the message in now; if that fails again, it stays parked and the answer says why."""
        return await self._sender.ask(
            Request(
                DeadLetter,
                "POST",
                f"/api/v1/operations/{segment(service)}/dead-letters/{segment(letter)}/replay",
                body=known({"reason": reason, "accept_gap": accept_gap}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def discard(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        letter: int,
        *,
        reason: str,
        idempotency_key: str | None = None,
    ) -> DeadLetter:
        """Give a message up, with a reason; it stays on record."""
        return await self._sender.ask(
            Request(
                DeadLetter,
                "POST",
                f"/api/v1/operations/{segment(service)}/dead-letters/{segment(letter)}/discard",
                body={"reason": reason},
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def replay_many(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        *,
        cause: str | None = None,
        event_type: str | None = None,
        after: int = 0,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Outcome:
        """Take in all that is parked for one cause or of one type, at most 500 at once, each in a transaction of its own.

        What fails stays parked and is told of; it stops no other. Call again with `after` while there is a `next_after`.
        """
        return await self._sender.ask(
            Request(
                Outcome,
                "POST",
                f"/api/v1/operations/{segment(service)}/dead-letters/replay",
                body=known({"cause": cause, "event_type": event_type, "after": after, "reason": reason}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def discard_many(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        *,
        reason: str,
        cause: str | None = None,
        event_type: str | None = None,
        after: int = 0,
        idempotency_key: str | None = None,
    ) -> Outcome:
        """Give up all that is parked for one cause or of one type, at most 500 at once; it stays on record."""
        return await self._sender.ask(
            Request(
                Outcome,
                "POST",
                f"/api/v1/operations/{segment(service)}/dead-letters/discard",
                body=known({"cause": cause, "event_type": event_type, "after": after, "reason": reason}),
                idempotency_key=key_of(idempotency_key),
            )
        )
