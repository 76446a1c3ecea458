"""What may be done with the programme."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.programme import Programme
from partnership_client.nouns.programme_calendar import AsyncProgrammeCalendar, ProgrammeCalendar
from partnership_client.request import Day, Request, known
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender


class TheProgramme(Noun):
    """The programme."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.calendar = ProgrammeCalendar(sender)

    def get(self, *, as_at: Day | None = None) -> Programme:
        """Show the programme: the phase it is in, or was in as at a day, and all its phases with their dates.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(Request(Programme, "GET", "/api/v1/programme", query={"as_at": as_at}))

    def enter_phase(
        self,
        *,
        phase: Literal["build", "embedding", "operationalise"],
        starts: Day,
        expected: bool = False,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> Programme:
        """Record that the programme entered a phase, or is expected to; an expectation may be told anew."""
        return self._sender.ask(
            Request(
                Programme,
                "POST",
                "/api/v1/programme/phases",
                body=known({"phase": phase, "starts": starts, "expected": expected, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncTheProgramme(AsyncNoun):
    """The programme."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.calendar = AsyncProgrammeCalendar(sender)

    async def get(self, *, as_at: Day | None = None) -> Programme:
        """Show the programme: the phase it is in, or was in as at a day, and all its phases with their dates.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(Request(Programme, "GET", "/api/v1/programme", query={"as_at": as_at}))

    async def enter_phase(
        self,
        *,
        phase: Literal["build", "embedding", "operationalise"],
        starts: Day,
        expected: bool = False,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> Programme:
        """Record that the programme entered a phase, or is expected to; an expectation may be told anew."""
        return await self._sender.ask(
            Request(
                Programme,
                "POST",
                "/api/v1/programme/phases",
                body=known({"phase": phase, "starts": starts, "expected": expected, "source": source}),
                idempotency_key=key_of(idempotency_key),
            )
        )
