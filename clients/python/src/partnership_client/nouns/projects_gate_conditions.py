"""What may be done with the gate conditions of projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from collections.abc import Sequence
from typing import Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.models.projects import ConditionOfDecision, GateCondition
from partnership_client.request import Day, Request, known, segment
from partnership_client.request import key as key_of
from partnership_client.words import RoleName


class ProjectGateConditions(Noun):
    """The gate conditions of projects."""

    def list(
        self,
        project: str,
        *,
        as_at: Day | None = None,
        state: Literal["open", "met", "waived", "overdue"] | None = None,
        owner_role: RoleName | None = None,
        limit: int | None = None,
    ) -> Pages[ConditionOfDecision]:
        """List the conditions of a project's gate decisions as they stood on a day; what is due first, first.

        `as_at`: what was true on this day; today if left out
        `state`: only those in this state on the day
        `owner_role`: only those of this role
        """
        return Pages(
            self._sender,
            Request(
                Page[ConditionOfDecision],
                "GET",
                f"/api/v1/projects/{segment(project)}/gate-conditions",
                query={"as_at": as_at, "state": state, "owner_role": owner_role, "limit": limit},
            ),
        )

    def list_all(
        self,
        *,
        as_at: Day | None = None,
        state: Literal["open", "met", "waived", "overdue"] | None = None,
        owner_role: RoleName | None = None,
        project: str | None = None,
        limit: int | None = None,
    ) -> Pages[ConditionOfDecision]:
        """List the conditions of all projects' gate decisions as they stood on a day; what is due first, first.

        `as_at`: what was true on this day; today if left out
        `state`: only those in this state on the day
        `owner_role`: only those of this role
        `project`: only those of this project
        """
        return Pages(
            self._sender,
            Request(
                Page[ConditionOfDecision],
                "GET",
                "/api/v1/programme/gate-conditions",
                query={"as_at": as_at, "state": state, "owner_role": owner_role, "project": project, "limit": limit},
            ),
        )

    def get(self, project: str, condition_id: str, *, as_at: Day | None = None) -> GateCondition:
        """Show a condition as it stood on a day.

        `as_at`: what was true on this day; today if left out
        """
        return self._sender.ask(
            Request(
                GateCondition,
                "GET",
                f"/api/v1/projects/{segment(project)}/gate-conditions/{segment(condition_id)}",
                query={"as_at": as_at},
            )
        )

    def meet(
        self,
        project: str,
        condition_id: str,
        *,
        by_role: RoleName,
        on: Day | None = None,
        evidence: Sequence[str] = (),
        evidence_deliverables: Sequence[str] = (),
        note: str | None = None,
        idempotency_key: str | None = None,
    ) -> GateCondition:
        """Say that a condition is met, and by what that is seen."""
        return self._sender.ask(
            Request(
                GateCondition,
                "POST",
                f"/api/v1/projects/{segment(project)}/gate-conditions/{segment(condition_id)}/meet",
                body=known(
                    {
                        "by_role": by_role,
                        "on": on,
                        "evidence": evidence,
                        "evidence_deliverables": evidence_deliverables,
                        "note": note,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    def waive(
        self,
        project: str,
        condition_id: str,
        *,
        by_role: RoleName,
        reason: str,
        on: Day | None = None,
        idempotency_key: str | None = None,
    ) -> GateCondition:
        """Let a project off a condition, in the name of a role and with a reason."""
        return self._sender.ask(
            Request(
                GateCondition,
                "POST",
                f"/api/v1/projects/{segment(project)}/gate-conditions/{segment(condition_id)}/waive",
                body=known({"by_role": by_role, "reason": reason, "on": on}),
                idempotency_key=key_of(idempotency_key),
            )
        )


class AsyncProjectGateConditions(AsyncNoun):
    """The gate conditions of projects."""

    def list(
        self,
        project: str,
        *,
        as_at: Day | None = None,
        state: Literal["open", "met", "waived", "overdue"] | None = None,
        owner_role: RoleName | None = None,
        limit: int | None = None,
    ) -> AsyncPages[ConditionOfDecision]:
        """List the conditions of a project's gate decisions as they stood on a day; what is due first, first.

        `as_at`: what was true on this day; today if left out
        `state`: only those in this state on the day
        `owner_role`: only those of this role
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[ConditionOfDecision],
                "GET",
                f"/api/v1/projects/{segment(project)}/gate-conditions",
                query={"as_at": as_at, "state": state, "owner_role": owner_role, "limit": limit},
            ),
        )

    def list_all(
        self,
        *,
        as_at: Day | None = None,
        state: Literal["open", "met", "waived", "overdue"] | None = None,
        owner_role: RoleName | None = None,
        project: str | None = None,
        limit: int | None = None,
    ) -> AsyncPages[ConditionOfDecision]:
        """List the conditions of all projects' gate decisions as they stood on a day; what is due first, first.

        `as_at`: what was true on this day; today if left out
        `state`: only those in this state on the day
        `owner_role`: only those of this role
        `project`: only those of this project
        """
        return AsyncPages(
            self._sender,
            Request(
                Page[ConditionOfDecision],
                "GET",
                "/api/v1/programme/gate-conditions",
                query={"as_at": as_at, "state": state, "owner_role": owner_role, "project": project, "limit": limit},
            ),
        )

    async def get(self, project: str, condition_id: str, *, as_at: Day | None = None) -> GateCondition:
        """Show a condition as it stood on a day.

        `as_at`: what was true on this day; today if left out
        """
        return await self._sender.ask(
            Request(
                GateCondition,
                "GET",
                f"/api/v1/projects/{segment(project)}/gate-conditions/{segment(condition_id)}",
                query={"as_at": as_at},
            )
        )

    async def meet(
        self,
        project: str,
        condition_id: str,
        *,
        by_role: RoleName,
        on: Day | None = None,
        evidence: Sequence[str] = (),
        evidence_deliverables: Sequence[str] = (),
        note: str | None = None,
        idempotency_key: str | None = None,
    ) -> GateCondition:
        """Say that a condition is met, and by what that is seen."""
        return await self._sender.ask(
            Request(
                GateCondition,
                "POST",
                f"/api/v1/projects/{segment(project)}/gate-conditions/{segment(condition_id)}/meet",
                body=known(
                    {
                        "by_role": by_role,
                        "on": on,
                        "evidence": evidence,
                        "evidence_deliverables": evidence_deliverables,
                        "note": note,
                    }
                ),
                idempotency_key=key_of(idempotency_key),
            )
        )

    async def waive(
        self,
        project: str,
        condition_id: str,
        *,
        by_role: RoleName,
        reason: str,
        on: Day | None = None,
        idempotency_key: str | None = None,
    ) -> GateCondition:
        """Let a project off a condition, in the name of a role and with a reason."""
        return await self._sender.ask(
            Request(
                GateCondition,
                "POST",
                f"/api/v1/projects/{segment(project)}/gate-conditions/{segment(condition_id)}/waive",
                body=known({"by_role": by_role, "reason": reason, "on": on}),
                idempotency_key=key_of(idempotency_key),
            )
        )
