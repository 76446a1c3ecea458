"""What may be done with the capacity of commitments."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.commitments import Capacity, Given
from partnership_client.request import Day, Request, segment
from partnership_client.request import key as key_of
from partnership_client.wishes.commitments import MonthGivenWish
from partnership_client.words import RoleName


class CommitmentCapacity(Noun):
    """The capacity of commitments."""

    def list(
        self,
        *,
        council: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> Pages[Capacity]:
        """List what councils have to give by month; a council's client is shown its own, and refused another council's.

        `council`: slug or any GSS code
        `from_`: the first month wanted
        `to`: the last month wanted
        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[Capacity],
                "GET",
                "/api/v1/commitments/capacity",
                query={"council": council, "from": from_, "to": to, "as_at": as_at, "limit": limit},
            ),
        )

    def get(self, council: str, month: str, *, as_at: Day | None = None) -> Capacity:
        """Show what a council has to give in a month; version 0 where it has not said.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                Capacity,
                "GET",
                f"/api/v1/commitments/capacity/{segment(council)}/{segment(month)}",
                query={"as_at": as_at},
            )
        )

    def give(self, capacity: Capacity, *, role: RoleName, days: float) -> Capacity:
        """Say how many days of a role's work a council has to give in a month; its other roles stay as they were."""
        return self._sender.ask(
            Request(
                Capacity,
                "PUT",
                f"/api/v1/commitments/capacity/{segment(capacity.council)}/{segment(capacity.month)}",
                body={"role": role, "days": days},
                if_match=capacity.version,
            )
        )

    def give_several(
        self, *, council: str, capacity: Sequence[MonthGivenWish], idempotency_key: str | None = None
    ) -> Given:
        """Say what a council has to give in several months at once."""
        return self._sender.ask(
            Request(
                Given,
                "POST",
                "/api/v1/commitments/capacity",
                body={"council": council, "capacity": capacity},
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncCommitmentCapacity(AsyncNoun):
    """The capacity of commitments."""

    def list(
        self,
        *,
        council: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> AsyncPages[Capacity]:
        """List what councils have to give by month; a council's client is shown its own, and refused another council's.

        `council`: slug or any GSS code
        `from_`: the first month wanted
        `to`: the last month wanted
        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Capacity],
                "GET",
                "/api/v1/commitments/capacity",
                query={"council": council, "from": from_, "to": to, "as_at": as_at, "limit": limit},
            ),
        )

    async def get(self, council: str, month: str, *, as_at: Day | None = None) -> Capacity:
        """Show what a council has to give in a month; version 0 where it has not said.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                Capacity,
                "GET",
                f"/api/v1/commitments/capacity/{segment(council)}/{segment(month)}",
                query={"as_at": as_at},
            )
        )

    async def give(self, capacity: Capacity, *, role: RoleName, days: float) -> Capacity:
        """Say how many days of a role's work a council has to give in a month; its other roles stay as they were."""
        return await self._sender.ask(
            Request(
                Capacity,
                "PUT",
                f"/api/v1/commitments/capacity/{segment(capacity.council)}/{segment(capacity.month)}",
                body={"role": role, "days": days},
                if_match=capacity.version,
            )
        )

    async def give_several(
        self, *, council: str, capacity: Sequence[MonthGivenWish], idempotency_key: str | None = None
    ) -> Given:
        """Say what a council has to give in several months at once."""
        return await self._sender.ask(
            Request(
                Given,
                "POST",
                "/api/v1/commitments/capacity",
                body={"council": council, "capacity": capacity},
                idempotency_key=key_of(idempotency_key),
            )
        )
