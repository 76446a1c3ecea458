"""Gate decisions, and the phase changes that a decision allows: both recorded as one command."""

from datetime import date
from typing import Any

from pydantic import Field

from services.projects import views
from services.projects.domain import gates
from services.projects.models import GateDecision, LifecycleVersion, PhaseChange, Project
from shared.database import Transaction
from shared.events.projects import ProjectGateDecided
from shared.outbox.record import new_id
from shared.values import Key, Link, Name, Text
from shared.web.calls import Call
from shared.web.resources import Resource, Wish

MOST = 50


class Condition(Wish):
    """What must still be done, by whose role, until when."""

    text: Text = Field(min_length=1)
    owner_role: gates.Role
    due: date


class Decide(Wish):
    """A gate decision."""

    outcome: gates.Outcome
    by_role: gates.Role
    decided_on: date | None = None
    reason: Text | None = None
    evidence: list[Link] = Field(default=[], max_length=MOST)
    conditions: list[Condition] = Field(default=[], max_length=MOST)


class ChangePhase(Wish):
    """Move a project to the phase that follows, on a decision taken for it."""

    to: Key
    decision: Decide
    effective: date | None = None


class PhaseMoved(Resource):
    """A phase change with the decision it rests on; `version` is the project's."""

    project: str
    phase: str
    phase_since: date
    change: views.PhaseChangeView
    decision: views.DecisionView


class Decided(Resource):
    """A recorded decision; `version` is the project's."""

    project: str
    decision: views.DecisionView
    note: Name | None = None


async def decide_at_gate(call: Call, key: str, wish: Decide) -> Decided:
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        _, row = _decide(change, project, wish)
        return await call.answer(
            change,
            Decided(
                href=f"{views.BASE}/projects/{key}/gate-decisions",
                version=project.version,
                project=key,
                decision=views.decision(row),
            ),
        )


async def change_phase(call: Call, key: str, wish: ChangePhase) -> PhaseMoved:
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        template = (
            await change.session.get(LifecycleVersion, (project.lifecycle, project.lifecycle_number))
            if project.lifecycle
            else None
        )
        effective = wish.effective or change.now.date()
        decided, decision = _decide(change, project, wish.decision, default_day=min(effective, change.now.date()))
        event = gates.change_phase(project, template, wish.to, decided, effective=effective, today=change.now.date())
        row = PhaseChange(
            project=key,
            number=project.version + 1,
            lifecycle=event.lifecycle,
            lifecycle_number=event.lifecycle_number,
            from_phase=event.from_phase,
            to_phase=event.to_phase,
            decision=decision.id,
            effective=effective,
            recorded_at=change.now,
        )
        await change.session.flush()
        change.session.add(row)
        project.phase, project.phase_since = event.to_phase, effective
        change.record(event, of=project)
        return await call.answer(
            change,
            PhaseMoved(
                href=f"{views.BASE}/projects/{key}/phase-changes",
                version=project.version,
                project=key,
                phase=event.to_phase,
                phase_since=effective,
                change=views.phase_change(row),
                decision=views.decision(decision),
            ),
        )


def _decide(
    change: Transaction, project: Project, wish: Decide, *, default_day: date | None = None
) -> tuple[ProjectGateDecided, GateDecision]:
    """Decide, save and record; the caller's transaction holds it all."""
    today = change.now.date()
    content: dict[str, Any] = wish.model_dump(exclude={"decided_on"})
    decision = gates.Decision(decided_on=wish.decided_on or default_day or today, **content)
    decision_id = new_id()
    event = gates.decide(project, decision, id=decision_id, today=today)
    row = GateDecision(
        id=decision_id,
        project=project.key,
        outcome=decision.outcome,
        by_role=decision.by_role,
        phase=project.phase,
        decided_on=decision.decided_on,
        reason=decision.reason,
        evidence=list(decision.evidence),
        conditions=[one.model_dump(mode="json") for one in decision.conditions],
        recorded_at=change.now,
    )
    change.session.add(row)
    change.record(event, of=project)
    return event, row
