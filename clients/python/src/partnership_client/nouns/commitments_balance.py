"""What may be done with the balance of commitments."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.commitments import Balance
from partnership_client.request import Day, Request, segment


class CommitmentBalance(Noun):
    """The balance of commitments."""

    def get(
        self, council: str, *, from_: str | None = None, to: str | None = None, as_at: Day | None = None
    ) -> Balance:
        """Show what a council promised beside what it delivered and has to give; to itself and the Office alone.

        `from_`: the first month wanted
        `to`: the last month wanted
        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                Balance,
                "GET",
                f"/api/v1/commitments/balance/{segment(council)}",
                query={"from": from_, "to": to, "as_at": as_at},
            )
        )


class AsyncCommitmentBalance(AsyncNoun):
    """The balance of commitments."""

    async def get(
        self, council: str, *, from_: str | None = None, to: str | None = None, as_at: Day | None = None
    ) -> Balance:
        """Show what a council promised beside what it delivered and has to give; to itself and the Office alone.

        `from_`: the first month wanted
        `to`: the last month wanted
        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                Balance,
                "GET",
                f"/api/v1/commitments/balance/{segment(council)}",
                query={"from": from_, "to": to, "as_at": as_at},
            )
        )
