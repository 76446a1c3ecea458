"""Gate decisions, and the phase changes that a decision allows: both recorded as one command."""

from datetime import date
from uuid import UUID

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import views
from services.projects.domain import gates as rules
from services.projects.domain.roles import Role
from services.projects.models import GateDecision, LifecycleVersion, PhaseChange, Project
from shared.database import Transaction
from shared.events.projects import ProjectPhaseChanged
from shared.outbox.record import new_id
from shared.values import Day, Key, Link, Text
from shared.web.calls import Call
from shared.web.resources import Resource, Wish

MOST_EVIDENCE = 50
MOST_CONDITIONS = 20


class Condition(Wish):
    """What must still be done, by whose role, until when."""

    text: Text = Field(min_length=1)
    owner_role: Role
    due: Day


class Decide(Wish):
    """A gate decision."""

    outcome: rules.Outcome
    by_role: Role
    decided_on: Day | None = None
    reason: Text | None = None
    evidence: list[Link] = Field(default=[], max_length=MOST_EVIDENCE)
    conditions: list[Condition] = Field(default=[], max_length=MOST_CONDITIONS)


class ChangePhase(Wish):
    """Move a project to the phase that follows, on a decision taken for it."""

    to: Key
    decision: Decide
    effective: Day | None = None


class PhaseMoved(Resource):
    """A phase change with the decision it rests on; `version` is the project's."""

    project: str
    phase: str
    phase_since: Day
    change: views.PhaseChangeView
    decision: views.DecisionView


class Decided(Resource):
    """A recorded decision; `version` is the project's."""

    project: str
    decision: views.DecisionView


async def decide_at_gate(call: Call, key: str, wish: Decide) -> Decided:
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        today = change.today
        decision = _decision(wish, default_day=today)
        event = rules.decide(project, decision, id=new_id(), today=today)
        row = _decision_row(change, project, decision, UUID(event.decision))
        change.session.add(row)
        change.record(event, of=project)
        answer = Decided(
            href=f"{views.BASE}/projects/{key}/gate-decisions",
            version=project.version,
            project=key,
            decision=views.decision(row),
        )
        return await call.answer(change, answer)


async def change_phase(call: Call, key: str, wish: ChangePhase) -> PhaseMoved:
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        template = await _template(change, project)
        today = change.today
        effective = wish.effective or today
        # a change told late was decided by the day it took effect; one that lies ahead is refused for its own date
        decision = _decision(wish.decision, default_day=min(effective, today))
        decided, moved = rules.change_phase(
            project, template, wish.to, decision, id=new_id(), effective=effective, today=today
        )
        decision_row = _decision_row(change, project, decision, UUID(decided.decision))
        change_row = await _change_row(change, moved)
        change.session.add(decision_row)
        await change.session.flush()
        change.session.add(change_row)
        project.phase, project.phase_since = moved.to_phase, effective
        change.record(decided, of=project)
        change.record(moved, of=project)
        answer = PhaseMoved(
            href=f"{views.BASE}/projects/{key}/phase-changes",
            version=project.version,
            project=key,
            phase=moved.to_phase,
            phase_since=effective,
            change=views.phase_change(change_row),
            decision=views.decision(decision_row),
        )
        return await call.answer(change, answer)


async def _template(change: Transaction, project: Project) -> LifecycleVersion | None:
    """Return the version of a lifecycle that a project started on."""
    if project.lifecycle is None:
        return None
    return await change.session.get(LifecycleVersion, (project.lifecycle, project.lifecycle_number))


def _decision(wish: Decide, *, default_day: Day) -> rules.Decision:
    said = wish.model_dump(exclude={"decided_on"})
    return rules.Decision(decided_on=wish.decided_on or default_day, **said)


def _decision_row(change: Transaction, project: Project, decision: rules.Decision, id: UUID) -> GateDecision:  # noqa: A002 - the field's own name
    return GateDecision(
        id=id,
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


async def _change_row(change: Transaction, moved: ProjectPhaseChanged) -> PhaseChange:
    """Return the next move of a project, whose row is locked."""
    query = select(func.max(col(PhaseChange.number))).where(PhaseChange.project == moved.project)
    before = (await change.session.exec(query)).one()
    return PhaseChange(
        project=moved.project,
        number=(before or 0) + 1,
        lifecycle=moved.lifecycle,
        lifecycle_number=moved.lifecycle_number,
        from_phase=moved.from_phase,
        to_phase=moved.to_phase,
        decision=UUID(moved.decision),
        effective=date.fromisoformat(moved.effective),
        recorded_at=change.now,
    )
