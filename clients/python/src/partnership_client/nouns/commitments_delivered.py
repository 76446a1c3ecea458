"""What may be done with the delivered of commitments."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.commitments import Delivery, NotificationsDelivery
from partnership_client.request import Day, Request, known, segment
from partnership_client.words import RoleName


class CommitmentDelivered(Noun):
    """The delivered of commitments."""

    def list(
        self,
        *,
        council: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> Pages[NotificationsDelivery]:
        """List what councils delivered by month; a council's client is shown its own, and refused another council's.

        `council`: slug or any GSS code
        `from_`: the first month wanted
        `to`: the last month wanted
        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[NotificationsDelivery],
                "GET",
                "/api/v1/commitments/delivered",
                query={"council": council, "from": from_, "to": to, "as_at": as_at, "limit": limit},
            ),
        )

    def get(self, council: str, month: str, *, as_at: Day | None = None) -> Delivery:
        """Show what a council delivered in a month; version 0 where it has not said.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                Delivery,
                "GET",
                f"/api/v1/commitments/delivered/{segment(council)}/{segment(month)}",
                query={"as_at": as_at},
            )
        )

    def tell(
        self,
        delivered: Delivery,
        *,
        call: str,
        role: RoleName,
        days: float,
        source: str,
        by_role: RoleName,
        reason: str | None = None,
    ) -> Delivery:
        """Say how many days a council delivered for a call in a role; the rest of the month stays as it was told."""
        return self._sender.ask(
            Request(
                Delivery,
                "PUT",
                f"/api/v1/commitments/delivered/{segment(delivered.council)}/{segment(delivered.month)}",
                body=known(
                    {"call": call, "role": role, "days": days, "source": source, "by_role": by_role, "reason": reason}
                ),
                if_match=delivered.version,
            )
        )


class AsyncCommitmentDelivered(AsyncNoun):
    """The delivered of commitments."""

    def list(
        self,
        *,
        council: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> AsyncPages[NotificationsDelivery]:
        """List what councils delivered by month; a council's client is shown its own, and refused another council's.

        `council`: slug or any GSS code
        `from_`: the first month wanted
        `to`: the last month wanted
        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[NotificationsDelivery],
                "GET",
                "/api/v1/commitments/delivered",
                query={"council": council, "from": from_, "to": to, "as_at": as_at, "limit": limit},
            ),
        )

    async def get(self, council: str, month: str, *, as_at: Day | None = None) -> Delivery:
        """Show what a council delivered in a month; version 0 where it has not said.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                Delivery,
                "GET",
                f"/api/v1/commitments/delivered/{segment(council)}/{segment(month)}",
                query={"as_at": as_at},
            )
        )

    async def tell(
        self,
        delivered: Delivery,
        *,
        call: str,
        role: RoleName,
        days: float,
        source: str,
        by_role: RoleName,
        reason: str | None = None,
    ) -> Delivery:
        """Say how many days a council delivered for a call in a role; the rest of the month stays as it was told."""
        return await self._sender.ask(
            Request(
                Delivery,
                "PUT",
                f"/api/v1/commitments/delivered/{segment(delivered.council)}/{segment(delivered.month)}",
                body=known(
                    {"call": call, "role": role, "days": days, "source": source, "by_role": by_role, "reason": reason}
                ),
                if_match=delivered.version,
            )
        )
