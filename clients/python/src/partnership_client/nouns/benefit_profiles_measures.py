"""What may be done with the measures of benefit profiles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.benefit_profiles import Measure, MeasureMade
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.words import RoleName


class BenefitProfileMeasures(Noun):
    """The measures of benefit profiles."""

    def list(self, benefit_profile: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[Measure]:
        """List the periods whose measure fell due, before the project ended or after, with what was measured for each.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[Measure],
                "GET",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/measures",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def tell(
        self,
        benefit_profile: str,
        *,
        period: Day,
        value: float,
        by_role: RoleName,
        evidence: Sequence[str] = (),
        corrects: int | None = None,
        reason: str | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> MeasureMade:
        """Say what was measured for a period that fell due, for the programme as a whole; or put that right."""
        return self._sender.ask(
            Request(
                MeasureMade,
                "POST",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/measures",
                body=known(
                    {
                        "period": period,
                        "value": value,
                        "by_role": by_role,
                        "evidence": evidence,
                        "corrects": corrects,
                        "reason": reason,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncBenefitProfileMeasures(AsyncNoun):
    """The measures of benefit profiles."""

    def list(self, benefit_profile: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[Measure]:
        """List the periods whose measure fell due, before the project ended or after, with what was measured for each.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[Measure],
                "GET",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/measures",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def tell(
        self,
        benefit_profile: str,
        *,
        period: Day,
        value: float,
        by_role: RoleName,
        evidence: Sequence[str] = (),
        corrects: int | None = None,
        reason: str | None = None,
        effective: Day | None = None,
        idempotency_key: str | None = None,
    ) -> MeasureMade:
        """Say what was measured for a period that fell due, for the programme as a whole; or put that right."""
        return await self._sender.ask(
            Request(
                MeasureMade,
                "POST",
                f"/api/v1/benefit-profiles/{segment(benefit_profile)}/measures",
                body=known(
                    {
                        "period": period,
                        "value": value,
                        "by_role": by_role,
                        "evidence": evidence,
                        "corrects": corrects,
                        "reason": reason,
                        "effective": effective,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )
