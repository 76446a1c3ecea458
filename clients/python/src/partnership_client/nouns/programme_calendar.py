"""What may be done with the calendar of programme."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.programme import CalendarPeriod
from partnership_client.request import OMITTED, Day, Left, Request, known, segment
from partnership_client.request import key as key_of


class ProgrammeCalendar(Noun):
    """The calendar of programme."""

    def list(
        self,
        *,
        as_at: Day | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        council: str | None = None,
        limit: int | None = None,
    ) -> Pages[CalendarPeriod]:
        """List the periods that stand in the calendar, or stood in it as at a day.

        `as_at`: what was true on this day; today if left out
        `from_`: only those that have not ended by then
        `to`: only those that have begun by then
        `council`: only those that concern it
        """
        return Pages(
            self._sender,
            Request(
                Page[CalendarPeriod],
                "GET",
                "/api/v1/programme/calendar",
                query={"as_at": as_at, "from": from_, "to": to, "council": council, "limit": limit},
            ),
        )

    def get(self, key: str, *, as_at: Day | None = None) -> CalendarPeriod:
        """Show a period, also one that was taken out.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(CalendarPeriod, "GET", f"/api/v1/programme/calendar/{segment(key)}", query={"as_at": as_at})
        )

    def add(
        self,
        *,
        key: str,
        kind: Literal["recess", "budget-setting", "pre-election", "local-holiday", "other"],
        name: str,
        from_: Day,
        to: Day,
        effect: Literal["avoid"] | float,
        councils: Sequence[str] | None = None,
        source: str | None = None,
        demonstration: bool = False,
        idempotency_key: str | None = None,
    ) -> CalendarPeriod:
        """Add a period: a recess, the setting of budgets, the weeks before an election, a local holiday."""
        return self._sender.ask(
            Request(
                CalendarPeriod,
                "POST",
                "/api/v1/programme/calendar",
                body=known(
                    {
                        "key": key,
                        "kind": kind,
                        "name": name,
                        "from": from_,
                        "to": to,
                        "councils": councils,
                        "effect": effect,
                        "source": source,
                        "demonstration": demonstration,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def update(
        self,
        calendar: CalendarPeriod,
        *,
        reason: str,
        kind: Literal["recess", "budget-setting", "pre-election", "local-holiday", "other"] | Left | None = OMITTED,
        name: str | Left | None = OMITTED,
        from_: Day | Left | None = OMITTED,
        to: Day | Left | None = OMITTED,
        councils: Sequence[str] | Left | None = OMITTED,
        effect: Literal["avoid"] | float | Left | None = OMITTED,
        source: str | Left | None = OMITTED,
    ) -> CalendarPeriod:
        """Put a period right, for a reason; what was known before stays known as at its day."""
        return self._sender.ask(
            Request(
                CalendarPeriod,
                "PATCH",
                f"/api/v1/programme/calendar/{segment(calendar.key)}",
                body={
                    "kind": kind,
                    "name": name,
                    "from": from_,
                    "to": to,
                    "councils": councils,
                    "effect": effect,
                    "source": source,
                    "reason": reason,
                },
                if_match=calendar.version,
            )
        )

    def end(self, calendar: CalendarPeriod, *, reason: str) -> CalendarPeriod:
        """Take a period out from today on, for a reason; it stays in the history.

        `reason`: why it counts no more
        """
        return self._sender.ask(
            Request(
                CalendarPeriod,
                "DELETE",
                f"/api/v1/programme/calendar/{segment(calendar.key)}",
                query={"reason": reason},
                if_match=calendar.version,
            )
        )


class AsyncProgrammeCalendar(AsyncNoun):
    """The calendar of programme."""

    def list(
        self,
        *,
        as_at: Day | None = None,
        from_: Day | None = None,
        to: Day | None = None,
        council: str | None = None,
        limit: int | None = None,
    ) -> AsyncPages[CalendarPeriod]:
        """List the periods that stand in the calendar, or stood in it as at a day.

        `as_at`: what was true on this day; today if left out
        `from_`: only those that have not ended by then
        `to`: only those that have begun by then
        `council`: only those that concern it
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[CalendarPeriod],
                "GET",
                "/api/v1/programme/calendar",
                query={"as_at": as_at, "from": from_, "to": to, "council": council, "limit": limit},
            ),
        )

    async def get(self, key: str, *, as_at: Day | None = None) -> CalendarPeriod:
        """Show a period, also one that was taken out.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(CalendarPeriod, "GET", f"/api/v1/programme/calendar/{segment(key)}", query={"as_at": as_at})
        )

    async def add(
        self,
        *,
        key: str,
        kind: Literal["recess", "budget-setting", "pre-election", "local-holiday", "other"],
        name: str,
        from_: Day,
        to: Day,
        effect: Literal["avoid"] | float,
        councils: Sequence[str] | None = None,
        source: str | None = None,
        demonstration: bool = False,
        idempotency_key: str | None = None,
    ) -> CalendarPeriod:
        """Add a period: a recess, the setting of budgets, the weeks before an election, a local holiday."""
        return await self._sender.ask(
            Request(
                CalendarPeriod,
                "POST",
                "/api/v1/programme/calendar",
                body=known(
                    {
                        "key": key,
                        "kind": kind,
                        "name": name,
                        "from": from_,
                        "to": to,
                        "councils": councils,
                        "effect": effect,
                        "source": source,
                        "demonstration": demonstration,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def update(
        self,
        calendar: CalendarPeriod,
        *,
        reason: str,
        kind: Literal["recess", "budget-setting", "pre-election", "local-holiday", "other"] | Left | None = OMITTED,
        name: str | Left | None = OMITTED,
        from_: Day | Left | None = OMITTED,
        to: Day | Left | None = OMITTED,
        councils: Sequence[str] | Left | None = OMITTED,
        effect: Literal["avoid"] | float | Left | None = OMITTED,
        source: str | Left | None = OMITTED,
    ) -> CalendarPeriod:
        """Put a period right, for a reason; what was known before stays known as at its day."""
        return await self._sender.ask(
            Request(
                CalendarPeriod,
                "PATCH",
                f"/api/v1/programme/calendar/{segment(calendar.key)}",
                body={
                    "kind": kind,
                    "name": name,
                    "from": from_,
                    "to": to,
                    "councils": councils,
                    "effect": effect,
                    "source": source,
                    "reason": reason,
                },
                if_match=calendar.version,
            )
        )

    async def end(self, calendar: CalendarPeriod, *, reason: str) -> CalendarPeriod:
        """Take a period out from today on, for a reason; it stays in the history.

        `reason`: why it counts no more
        """
        return await self._sender.ask(
            Request(
                CalendarPeriod,
                "DELETE",
                f"/api/v1/programme/calendar/{segment(calendar.key)}",
                query={"reason": reason},
                if_match=calendar.version,
            )
        )
