"""What may be done with the benefits."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.benefits import CouncilsFigure, FigureHistory, Totals
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.words import BenefitType, RoleName


class Benefits(Noun):
    """The benefits."""

    def list(
        self,
        *,
        council: str | None = None,
        profile: str | None = None,
        project: str | None = None,
        type: BenefitType | None = None,
        stage: Literal["forecast", "claimed", "verified"] | None = None,
        period: str | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> Pages[CouncilsFigure]:
        """List the benefit figures that the caller may see today, as they stood on a day; others are not there for it.

        `council`: slug or any GSS code
        `profile`: only of this benefit profile
        `project`: only of this project's profiles
        `type`: only of this type
        `period`: only for periods within this one, as 2027 or 2027-Q1
        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[CouncilsFigure],
                "GET",
                "/api/v1/benefits",
                query={
                    "council": council,
                    "profile": profile,
                    "project": project,
                    "type": type,
                    "stage": stage,
                    "period": period,
                    "as_at": as_at,
                    "limit": limit,
                },
            ),
        )

    def get(self, council: str, profile: str, period: str, stage: str, *, as_at: Day | None = None) -> FigureHistory:
        """Show a figure with all that was told of it; one that its council does not let the caller see is not found.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                FigureHistory,
                "GET",
                f"/api/v1/benefits/{segment(council)}/{segment(profile)}/{segment(period)}/{segment(stage)}",
                query={"as_at": as_at},
            )
        )

    def tell(
        self,
        *,
        council: str,
        profile: str,
        period: str,
        stage: Literal["forecast", "claimed", "verified"],
        value: float,
        unit: str,
        by_role: RoleName,
        evidence: Sequence[str] = (),
        note: str | None = None,
        corrects: int | None = None,
        reason: str | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> CouncilsFigure:
        """Tell a council's figure: forecast, claimed once the period is over, then verified by another role."""
        return self._sender.ask(
            Request(
                CouncilsFigure,
                "POST",
                "/api/v1/benefits",
                body=known(
                    {
                        "council": council,
                        "profile": profile,
                        "period": period,
                        "stage": stage,
                        "value": value,
                        "unit": unit,
                        "by_role": by_role,
                        "evidence": evidence,
                        "note": note,
                        "corrects": corrects,
                        "reason": reason,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def withdraw(
        self,
        council: str,
        profile: str,
        period: str,
        stage: str,
        *,
        by_role: RoleName,
        reason: str,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> CouncilsFigure:
        """Take a figure back, for a reason; that it was told stays."""
        return self._sender.ask(
            Request(
                CouncilsFigure,
                "POST",
                f"/api/v1/benefits/{segment(council)}/{segment(profile)}/{segment(period)}/{segment(stage)}/withdraw",
                body=known({"by_role": by_role, "reason": reason, "effective": effective}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def show_to(
        self,
        benefit: CouncilsFigure | FigureHistory,
        *,
        visibility: Literal["own", "family-group", "programme", "public"],
    ) -> CouncilsFigure:
        """Say who may see a figure from now on, also as it was before; only its own council's client does."""
        return self._sender.ask(
            Request(
                CouncilsFigure,
                "PUT",
                f"/api/v1/benefits/{segment(benefit.council)}/{segment(benefit.profile)}/{segment(benefit.period)}/{segment(benefit.stage)}/visibility",
                body={"visibility": visibility},
                if_match=benefit.version,
            )
        )

    def totals(
        self,
        *,
        profile: str | None = None,
        project: str | None = None,
        type: BenefitType | None = None,
        period: str | None = None,
        as_at: Day | None = None,
    ) -> Totals:
        """Add up the figures that the caller may see, by type, unit and stage; of fewer than five councils, no value.

        `profile`: only of this benefit profile
        `project`: only of this project's profiles
        `type`: only of this type
        `period`: only for periods within this one, as 2027 or 2027-Q1
        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                Totals,
                "GET",
                "/api/v1/benefits/totals",
                query={"profile": profile, "project": project, "type": type, "period": period, "as_at": as_at},
            )
        )


class AsyncBenefits(AsyncNoun):
    """The benefits."""

    def list(
        self,
        *,
        council: str | None = None,
        profile: str | None = None,
        project: str | None = None,
        type: BenefitType | None = None,
        stage: Literal["forecast", "claimed", "verified"] | None = None,
        period: str | None = None,
        as_at: Day | None = None,
        limit: int | None = None,
    ) -> AsyncPages[CouncilsFigure]:
        """List the benefit figures that the caller may see today, as they stood on a day; others are not there for it.

        `council`: slug or any GSS code
        `profile`: only of this benefit profile
        `project`: only of this project's profiles
        `type`: only of this type
        `period`: only for periods within this one, as 2027 or 2027-Q1
        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[CouncilsFigure],
                "GET",
                "/api/v1/benefits",
                query={
                    "council": council,
                    "profile": profile,
                    "project": project,
                    "type": type,
                    "stage": stage,
                    "period": period,
                    "as_at": as_at,
                    "limit": limit,
                },
            ),
        )

    async def get(
        self, council: str, profile: str, period: str, stage: str, *, as_at: Day | None = None
    ) -> FigureHistory:
        """Show a figure with all that was told of it; one that its council does not let the caller see is not found.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                FigureHistory,
                "GET",
                f"/api/v1/benefits/{segment(council)}/{segment(profile)}/{segment(period)}/{segment(stage)}",
                query={"as_at": as_at},
            )
        )

    async def tell(
        self,
        *,
        council: str,
        profile: str,
        period: str,
        stage: Literal["forecast", "claimed", "verified"],
        value: float,
        unit: str,
        by_role: RoleName,
        evidence: Sequence[str] = (),
        note: str | None = None,
        corrects: int | None = None,
        reason: str | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> CouncilsFigure:
        """Tell a council's figure: forecast, claimed once the period is over, then verified by another role."""
        return await self._sender.ask(
            Request(
                CouncilsFigure,
                "POST",
                "/api/v1/benefits",
                body=known(
                    {
                        "council": council,
                        "profile": profile,
                        "period": period,
                        "stage": stage,
                        "value": value,
                        "unit": unit,
                        "by_role": by_role,
                        "evidence": evidence,
                        "note": note,
                        "corrects": corrects,
                        "reason": reason,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def withdraw(
        self,
        council: str,
        profile: str,
        period: str,
        stage: str,
        *,
        by_role: RoleName,
        reason: str,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> CouncilsFigure:
        """Take a figure back, for a reason; that it was told stays."""
        return await self._sender.ask(
            Request(
                CouncilsFigure,
                "POST",
                f"/api/v1/benefits/{segment(council)}/{segment(profile)}/{segment(period)}/{segment(stage)}/withdraw",
                body=known({"by_role": by_role, "reason": reason, "effective": effective}),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def show_to(
        self,
        benefit: CouncilsFigure | FigureHistory,
        *,
        visibility: Literal["own", "family-group", "programme", "public"],
    ) -> CouncilsFigure:
        """Say who may see a figure from now on, also as it was before; only its own council's client does."""
        return await self._sender.ask(
            Request(
                CouncilsFigure,
                "PUT",
                f"/api/v1/benefits/{segment(benefit.council)}/{segment(benefit.profile)}/{segment(benefit.period)}/{segment(benefit.stage)}/visibility",
                body={"visibility": visibility},
                if_match=benefit.version,
            )
        )

    async def totals(
        self,
        *,
        profile: str | None = None,
        project: str | None = None,
        type: BenefitType | None = None,
        period: str | None = None,
        as_at: Day | None = None,
    ) -> Totals:
        """Add up the figures that the caller may see, by type, unit and stage; of fewer than five councils, no value.

        `profile`: only of this benefit profile
        `project`: only of this project's profiles
        `type`: only of this type
        `period`: only for periods within this one, as 2027 or 2027-Q1
        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                Totals,
                "GET",
                "/api/v1/benefits/totals",
                query={"profile": profile, "project": project, "type": type, "period": period, "as_at": as_at},
            )
        )
