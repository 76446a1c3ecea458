"""What may be done with the clock of operations."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.operations import Clock
from partnership_client.request import Day, Request, segment
from partnership_client.request import key as key_of


class OperationClock(Noun):
    """The clock of operations."""

    def get(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> Clock:
        """Tell what day it is for the programme, in this service."""
        return self._sender.ask(Request(Clock, "GET", f"/api/v1/operations/{segment(service)}/clock"))

    def move(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        *,
        today: Day,
        idempotency_key: str | None = None,
    ) -> Clock:
        """Move this service's clock on to a day, where that is allowed: for demonstrations and tests.

        Timers fire for every day that is passed over. Move all four services, so that they agree on the day.
        """
        return self._sender.ask(
            Request(
                Clock,
                "POST",
                f"/api/v1/operations/{segment(service)}/clock",
                body={"today": today},
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncOperationClock(AsyncNoun):
    """The clock of operations."""

    async def get(self, service: Literal["projects", "councils", "notifications", "reporting"]) -> Clock:
        """Tell what day it is for the programme, in this service."""
        return await self._sender.ask(Request(Clock, "GET", f"/api/v1/operations/{segment(service)}/clock"))

    async def move(
        self,
        service: Literal["projects", "councils", "notifications", "reporting"],
        *,
        today: Day,
        idempotency_key: str | None = None,
    ) -> Clock:
        """Move this service's clock on to a day, where that is allowed: for demonstrations and tests.

        Timers fire for every day that is passed over. Move all four services, so that they agree on the day.
        """
        return await self._sender.ask(
            Request(
                Clock,
                "POST",
                f"/api/v1/operations/{segment(service)}/clock",
                body={"today": today},
                idempotency_key=key_of(idempotency_key),
            )
        )
