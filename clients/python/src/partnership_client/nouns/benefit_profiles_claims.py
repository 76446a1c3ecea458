"""What may be done with the claims of benefit profiles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.benefit_profiles import ClaimMade, MeasureClaim
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of


class BenefitProfileClaims(Noun):
    """The claims of benefit profiles."""

    def list(self, benefit_profile: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[MeasureClaim]:
        """List what a benefit profile claims to count: of which councils, from when, until when.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[MeasureClaim],
                "GET",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/claims",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def make(
        self,
        benefit_profile: str,
        *,
        from_: Day,
        programme_wide: bool = False,
        councils: Sequence[str] = (),
        to: Day | None = None,
        idempotency_key: str | None = None,
    ) -> ClaimMade:
        """Claim the profile's measure for a time; refused where another profile counts it already."""
        return self._sender.ask(
            Request(
                ClaimMade,
                "POST",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/claims",
                body=known({"programme_wide": programme_wide, "councils": councils, "from": from_, "to": to}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def withdraw(
        self,
        benefit_profile: str,
        number: int,
        *,
        reason: str,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> ClaimMade:
        """Give up a claim, so that another profile may make it."""
        return self._sender.ask(
            Request(
                ClaimMade,
                "POST",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/claims/{segment(number)}/withdraw",
                body=known({"reason": reason, "effective": effective}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncBenefitProfileClaims(AsyncNoun):
    """The claims of benefit profiles."""

    def list(
        self, benefit_profile: str, *, as_at: Day | None = None, limit: int | None = None
    ) -> AsyncPages[MeasureClaim]:
        """List what a benefit profile claims to count: of which councils, from when, until when.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[MeasureClaim],
                "GET",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/claims",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def make(
        self,
        benefit_profile: str,
        *,
        from_: Day,
        programme_wide: bool = False,
        councils: Sequence[str] = (),
        to: Day | None = None,
        idempotency_key: str | None = None,
    ) -> ClaimMade:
        """Claim the profile's measure for a time; refused where another profile counts it already."""
        return await self._sender.ask(
            Request(
                ClaimMade,
                "POST",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/claims",
                body=known({"programme_wide": programme_wide, "councils": councils, "from": from_, "to": to}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def withdraw(
        self,
        benefit_profile: str,
        number: int,
        *,
        reason: str,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> ClaimMade:
        """Give up a claim, so that another profile may make it."""
        return await self._sender.ask(
            Request(
                ClaimMade,
                "POST",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/claims/{segment(number)}/withdraw",
                body=known({"reason": reason, "effective": effective}),
                idempotency_key=key_of(idempotency_key),
            )
        )
