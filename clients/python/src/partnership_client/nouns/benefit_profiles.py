"""What may be done with the benefit profiles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.benefit_profiles import BenefitProfile
from partnership_client.nouns.benefit_profiles_claims import AsyncBenefitProfileClaims, BenefitProfileClaims
from partnership_client.nouns.benefit_profiles_measures import AsyncBenefitProfileMeasures, BenefitProfileMeasures
from partnership_client.request import OMITTED, Day, Left, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.sending import AsyncSender, Sender
from partnership_client.wishes.benefit_profiles import AttributionWish, ClaimMeasureWish, FigureWish, ScheduleWish
from partnership_client.words import BenefitType, RoleName


class BenefitProfiles(Noun):
    """The benefit profiles."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.claims = BenefitProfileClaims(sender)
        self.measures = BenefitProfileMeasures(sender)

    def list(
        self,
        *,
        as_at: Day | None = None,
        project: str | None = None,
        type: BenefitType | Literal["not-recorded"] | None = None,
        limit: int | None = None,
    ) -> Pages[BenefitProfile]:
        """List benefit profiles with the baseline and target of a day; types are never to be added to one another.

        `as_at`: what was true on this day; today if left out
        `type`: only those of it; `not-recorded` for those of none
        """
        return Pages(
            self._sender,
            Request(
                Page[BenefitProfile],
                "GET",
                "/api/v1/benefit-profiles",
                query={"as_at": as_at, "project": project, "type": type, "limit": limit},
            ),
        )

    def get(self, key: str, *, as_at: Day | None = None) -> BenefitProfile:
        """Show a benefit profile with the baseline, target and schedule of a day; all else is as it is now.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(BenefitProfile, "GET", f"/api/v1/benefit-profiles/{segment(key)}", query={"as_at": as_at})
        )

    def create(
        self,
        *,
        key: str,
        project: str,
        statement: str,
        type: BenefitType | None = None,
        class_as_found: str | None = None,
        amount_gbp: int | None = None,
        basis: str | None = None,
        source: str | None = None,
        owner_role: RoleName | None = None,
        measure: str | None = None,
        unit: str | None = None,
        attribution: AttributionWish | None = None,
        baseline: FigureWish | None = None,
        target: FigureWish | None = None,
        schedule: ScheduleWish | None = None,
        claims: Sequence[ClaimMeasureWish] = (),
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> BenefitProfile:
        """Profile a benefit of a project: what is measured, from which baseline to which target, when, and whose it is."""
        return self._sender.ask(
            Request(
                BenefitProfile,
                "POST",
                "/api/v1/benefit-profiles",
                body=known(
                    {
                        "key": key,
                        "project": project,
                        "statement": statement,
                        "type": type,
                        "class_as_found": class_as_found,
                        "amount_gbp": amount_gbp,
                        "basis": basis,
                        "source": source,
                        "owner_role": owner_role,
                        "measure": measure,
                        "unit": unit,
                        "attribution": attribution,
                        "baseline": baseline,
                        "target": target,
                        "schedule": schedule,
                        "claims": claims,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def update(
        self,
        benefit_profile: BenefitProfile,
        *,
        statement: str | Left | None = OMITTED,
        type: BenefitType | Left | None = OMITTED,
        amount_gbp: int | Left | None = OMITTED,
        basis: str | Left | None = OMITTED,
        source: str | Left | None = OMITTED,
        owner_role: RoleName | Left | None = OMITTED,
        measure: str | Left | None = OMITTED,
        unit: str | Left | None = OMITTED,
        attribution: AttributionWish | Left | None = OMITTED,
        baseline: FigureWish | Left | None = OMITTED,
        target: FigureWish | Left | None = OMITTED,
        schedule: ScheduleWish | Left | None = OMITTED,
        reason: str | Left | None = OMITTED,
        effective: Day | Left | None = OMITTED,
    ) -> BenefitProfile:
        """Change a benefit profile; another baseline or target needs a reason, and holds from a day on."""
        return self._sender.ask(
            Request(
                BenefitProfile,
                "PATCH",
                f"/api/v1/benefit-profiles/{segment(benefit_profile.key)}",
                body={
                    "statement": statement,
                    "type": type,
                    "amount_gbp": amount_gbp,
                    "basis": basis,
                    "source": source,
                    "owner_role": owner_role,
                    "measure": measure,
                    "unit": unit,
                    "attribution": attribution,
                    "baseline": baseline,
                    "target": target,
                    "schedule": schedule,
                    "reason": reason,
                    "effective": effective,
                },
                if_match=benefit_profile.version,
            )
        )


class AsyncBenefitProfiles(AsyncNoun):
    """The benefit profiles."""

    def __init__(self, sender: AsyncSender) -> None:
        super().__init__(sender)
        self.claims = AsyncBenefitProfileClaims(sender)
        self.measures = AsyncBenefitProfileMeasures(sender)

    def list(
        self,
        *,
        as_at: Day | None = None,
        project: str | None = None,
        type: BenefitType | Literal["not-recorded"] | None = None,
        limit: int | None = None,
    ) -> AsyncPages[BenefitProfile]:
        """List benefit profiles with the baseline and target of a day; types are never to be added to one another.

        `as_at`: what was true on this day; today if left out
        `type`: only those of it; `not-recorded` for those of none
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[BenefitProfile],
                "GET",
                "/api/v1/benefit-profiles",
                query={"as_at": as_at, "project": project, "type": type, "limit": limit},
            ),
        )

    async def get(self, key: str, *, as_at: Day | None = None) -> BenefitProfile:
        """Show a benefit profile with the baseline, target and schedule of a day; all else is as it is now.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(BenefitProfile, "GET", f"/api/v1/benefit-profiles/{segment(key)}", query={"as_at": as_at})
        )

    async def create(
        self,
        *,
        key: str,
        project: str,
        statement: str,
        type: BenefitType | None = None,
        class_as_found: str | None = None,
        amount_gbp: int | None = None,
        basis: str | None = None,
        source: str | None = None,
        owner_role: RoleName | None = None,
        measure: str | None = None,
        unit: str | None = None,
        attribution: AttributionWish | None = None,
        baseline: FigureWish | None = None,
        target: FigureWish | None = None,
        schedule: ScheduleWish | None = None,
        claims: Sequence[ClaimMeasureWish] = (),
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> BenefitProfile:
        """Profile a benefit of a project: what is measured, from which baseline to which target, when, and whose it is."""
        return await self._sender.ask(
            Request(
                BenefitProfile,
                "POST",
                "/api/v1/benefit-profiles",
                body=known(
                    {
                        "key": key,
                        "project": project,
                        "statement": statement,
                        "type": type,
                        "class_as_found": class_as_found,
                        "amount_gbp": amount_gbp,
                        "basis": basis,
                        "source": source,
                        "owner_role": owner_role,
                        "measure": measure,
                        "unit": unit,
                        "attribution": attribution,
                        "baseline": baseline,
                        "target": target,
                        "schedule": schedule,
                        "claims": claims,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def update(
        self,
        benefit_profile: BenefitProfile,
        *,
        statement: str | Left | None = OMITTED,
        type: BenefitType | Left | None = OMITTED,
        amount_gbp: int | Left | None = OMITTED,
        basis: str | Left | None = OMITTED,
        source: str | Left | None = OMITTED,
        owner_role: RoleName | Left | None = OMITTED,
        measure: str | Left | None = OMITTED,
        unit: str | Left | None = OMITTED,
        attribution: AttributionWish | Left | None = OMITTED,
        baseline: FigureWish | Left | None = OMITTED,
        target: FigureWish | Left | None = OMITTED,
        schedule: ScheduleWish | Left | None = OMITTED,
        reason: str | Left | None = OMITTED,
        effective: Day | Left | None = OMITTED,
    ) -> BenefitProfile:
        """Change a benefit profile; another baseline or target needs a reason, and holds from a day on."""
        return await self._sender.ask(
            Request(
                BenefitProfile,
                "PATCH",
                f"/api/v1/benefit-profiles/{segment(benefit_profile.key)}",
                body={
                    "statement": statement,
                    "type": type,
                    "amount_gbp": amount_gbp,
                    "basis": basis,
                    "source": source,
                    "owner_role": owner_role,
                    "measure": measure,
                    "unit": unit,
                    "attribution": attribution,
                    "baseline": baseline,
                    "target": target,
                    "schedule": schedule,
                    "reason": reason,
                    "effective": effective,
                },
                if_match=benefit_profile.version,
            )
        )
