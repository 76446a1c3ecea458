"""What may be done with the gate decisions of projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.projects import Decided, GateDecision
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.wishes.projects import ConditionWish, CriterionWish, OverrideWish, ProductWish
from partnership_client.words import RoleName


class ProjectGateDecisions(Noun):
    """The gate decisions of projects."""

    def list(self, project: str, *, as_at: Day | None = None, limit: int | None = None) -> Pages[GateDecision]:
        """List what was decided at a project's gates by a day, with what had become of the conditions by then.

        `as_at`: what was true on this day; today if left out
        """
        return Pages(
            self._sender,
            Request(
                Page[GateDecision],
                "GET",
                f"/api/v1/projects/{segment(project)}/gate-decisions",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    def record(
        self,
        project: str,
        *,
        outcome: Literal["go", "go-with-conditions", "hold", "stop"],
        by_role: RoleName,
        decided_on: Day | None = None,
        reason: str | None = None,
        evidence: Sequence[str] = (),
        evidence_deliverables: Sequence[str] = (),
        conditions: Sequence[ConditionWish] = (),
        criteria: Sequence[CriterionWish] = (),
        products: Sequence[ProductWish] = (),
        override: OverrideWish | None = None,
        idempotency_key: str | None = None,
    ) -> Decided:
        """Record a gate decision that moves no phase: hold, stop, or a go to be acted on later."""
        return self._sender.ask(
            Request(
                Decided,
                "POST",
                f"/api/v1/projects/{segment(project)}/gate-decisions",
                body=known(
                    {
                        "outcome": outcome,
                        "by_role": by_role,
                        "decided_on": decided_on,
                        "reason": reason,
                        "evidence": evidence,
                        "evidence_deliverables": evidence_deliverables,
                        "conditions": conditions,
                        "criteria": criteria,
                        "products": products,
                        "override": override,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncProjectGateDecisions(AsyncNoun):
    """The gate decisions of projects."""

    def list(self, project: str, *, as_at: Day | None = None, limit: int | None = None) -> AsyncPages[GateDecision]:
        """List what was decided at a project's gates by a day, with what had become of the conditions by then.

        `as_at`: what was true on this day; today if left out
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[GateDecision],
                "GET",
                f"/api/v1/projects/{segment(project)}/gate-decisions",
                query={"as_at": as_at, "limit": limit},
            ),
        )

    async def record(
        self,
        project: str,
        *,
        outcome: Literal["go", "go-with-conditions", "hold", "stop"],
        by_role: RoleName,
        decided_on: Day | None = None,
        reason: str | None = None,
        evidence: Sequence[str] = (),
        evidence_deliverables: Sequence[str] = (),
        conditions: Sequence[ConditionWish] = (),
        criteria: Sequence[CriterionWish] = (),
        products: Sequence[ProductWish] = (),
        override: OverrideWish | None = None,
        idempotency_key: str | None = None,
    ) -> Decided:
        """Record a gate decision that moves no phase: hold, stop, or a go to be acted on later."""
        return await self._sender.ask(
            Request(
                Decided,
                "POST",
                f"/api/v1/projects/{segment(project)}/gate-decisions",
                body=known(
                    {
                        "outcome": outcome,
                        "by_role": by_role,
                        "decided_on": decided_on,
                        "reason": reason,
                        "evidence": evidence,
                        "evidence_deliverables": evidence_deliverables,
                        "conditions": conditions,
                        "criteria": criteria,
                        "products": products,
                        "override": override,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )
