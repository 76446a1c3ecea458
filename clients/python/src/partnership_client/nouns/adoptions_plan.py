"""What may be done with the plan of adoptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.adoptions import CouncilsPlan
from partnership_client.request import Day, Request, known, segment


class AdoptionPlan(Noun):
    """The plan of adoptions."""

    def get(self, council: str, deliverable: str, *, as_at: Day | None = None) -> CouncilsPlan:
        """Show by when a council means to adopt and to use a deliverable, when it did, and what it had planned before.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                CouncilsPlan,
                "GET",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}/plan",
                query={"as_at": as_at},
            )
        )

    def set(
        self,
        plan: CouncilsPlan,
        *,
        adopt_on: Day | None = None,
        in_use_on: Day | None = None,
        reason: str | None = None,
        effective: Day | None = None,
    ) -> CouncilsPlan:
        """Plan by when a line is to be adopted and in use; what is left out is not planned. Another plan needs a reason."""
        return self._sender.ask(
            Request(
                CouncilsPlan,
                "PUT",
                f"/api/v1/adoptions/{segment(plan.council)}/{segment(plan.deliverable)}/plan",
                body=known({"adopt_on": adopt_on, "in_use_on": in_use_on, "reason": reason, "effective": effective}),
                if_match=plan.version,
            )
        )


class AsyncAdoptionPlan(AsyncNoun):
    """The plan of adoptions."""

    async def get(self, council: str, deliverable: str, *, as_at: Day | None = None) -> CouncilsPlan:
        """Show by when a council means to adopt and to use a deliverable, when it did, and what it had planned before.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                CouncilsPlan,
                "GET",
                f"/api/v1/adoptions/{segment(council)}/{segment(deliverable)}/plan",
                query={"as_at": as_at},
            )
        )

    async def set(
        self,
        plan: CouncilsPlan,
        *,
        adopt_on: Day | None = None,
        in_use_on: Day | None = None,
        reason: str | None = None,
        effective: Day | None = None,
    ) -> CouncilsPlan:
        """Plan by when a line is to be adopted and in use; what is left out is not planned. Another plan needs a reason."""
        return await self._sender.ask(
            Request(
                CouncilsPlan,
                "PUT",
                f"/api/v1/adoptions/{segment(plan.council)}/{segment(plan.deliverable)}/plan",
                body=known({"adopt_on": adopt_on, "in_use_on": in_use_on, "reason": reason, "effective": effective}),
                if_match=plan.version,
            )
        )
