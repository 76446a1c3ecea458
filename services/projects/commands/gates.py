"""Gate decisions, and the phase changes that a decision allows: both recorded as one command."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import views
from services.projects.domain import conditions as condition_rules
from services.projects.domain import gates as rules
from services.projects.domain import phases as phase_rules
from services.projects.domain.overrides import Override as OverrideOf
from services.projects.domain.roles import Role
from services.projects.models import Deliverable, GateCondition, GateDecision, PhaseChange, Project
from services.projects.reads.gates import standing
from shared.clock import end_of
from shared.database import Transaction
from shared.errors import FieldError, NotFoundError
from shared.events.projects import ProjectGateDecided, ProjectPhaseChanged
from shared.outbox.record import new_id
from shared.timers import set_timer
from shared.values import Day, Key, Link, Name, Text
from shared.web.calls import Call
from shared.web.resources import Resource, Wish

MOST_EVIDENCE = 50
MOST_CONDITIONS = 20
MOST_LINES = 20


class Condition(Wish):
    """What must still be done, by whose role, until when."""

    text: Text = Field(min_length=1)
    owner_role: Role
    due: Day


class Criterion(Wish):
    """Whether a criterion of the gate is met: one of the template's, word for word."""

    text: Name
    met: bool = Field(strict=True)
    note: Name | None = None


class Product(Wish):
    """Whether a product that the template expects in the phase exists, and where it is found."""

    name: Name
    exists: bool = Field(default=True, strict=True)
    deliverable: Key | None = None
    link: Link | None = None


class Override(Wish):
    """A role lets pass what the rules would refuse, and says why."""

    by_role: Role
    reason: Text = Field(min_length=1)


class Decide(Wish):
    """A gate decision; the grounds are links and deliverables of the register."""

    outcome: rules.Outcome
    by_role: Role
    decided_on: Day | None = None
    reason: Text | None = None
    evidence: list[Link] = Field(default=[], max_length=MOST_EVIDENCE)
    evidence_deliverables: list[Key] = Field(default=[], max_length=MOST_EVIDENCE)
    conditions: list[Condition] = Field(default=[], max_length=MOST_CONDITIONS)
    criteria: list[Criterion] = Field(default=[], max_length=MOST_LINES)
    products: list[Product] = Field(default=[], max_length=MOST_LINES)


class DecideAtGate(Decide):
    """A gate decision that moves no phase; after a stop, it takes an override."""

    override: Override | None = None


class ChangePhase(Wish):
    """Move a project to the phase that follows, on a decision taken for it; anywhere else only by an override."""

    to: Key
    decision: Decide
    effective: Day | None = None
    override: Override | None = None


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


async def decide_at_gate(call: Call, key: str, wish: DecideAtGate) -> Decided:
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        today = change.today
        stands = await standing(change.session, project)
        decision = await _decision(change, wish, default_day=today)
        event = rules.decide(
            project, decision, id=new_id(), today=today, standing=stands, override=_override(wish.override)
        )
        row, conditions = await _keep(change, project, event, stands.changes)
        change.record(event, of=project)
        answer = Decided(
            href=f"{views.BASE}/projects/{key}/gate-decisions",
            version=project.version,
            project=key,
            decision=views.decision(row, conditions, today),
        )
        return await call.answer(change, answer)


async def change_phase(call: Call, key: str, wish: ChangePhase) -> PhaseMoved:
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        today = change.today
        effective = wish.effective or today
        stands = await standing(change.session, project)
        # a change told late was decided by the day it took effect; one that lies ahead is refused for its own date
        decision = await _decision(change, wish.decision, default_day=min(effective, today))
        override = _override(wish.override)
        decided, moved = phase_rules.change_phase(
            project, stands, wish.to, decision, id=new_id(), effective=effective, today=today, override=override
        )
        decision_row, conditions = await _keep(change, project, decided, stands.changes)
        change_row = await _change_row(change, moved)
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
            decision=views.decision(decision_row, conditions, today),
        )
        return await call.answer(change, answer)


async def refuse_unknown_deliverables(change: Transaction, field: str, keys: Iterable[str]) -> None:
    """Refuse evidence that is not in the register."""
    named = list(keys)
    known = (await change.session.exec(select(Deliverable.key).where(col(Deliverable.key).in_(named)))).all()
    for key in named:
        if key not in known:
            raise NotFoundError(
                f"There is no deliverable '{key}'.", fields=(FieldError(field, f"there is no '{key}'"),)
            )


async def _decision(change: Transaction, wish: Decide, *, default_day: Day) -> rules.Decision:
    await refuse_unknown_deliverables(change, "evidence_deliverables", wish.evidence_deliverables)
    await refuse_unknown_deliverables(change, "products", (one.deliverable for one in wish.products if one.deliverable))
    said = wish.model_dump(exclude={"decided_on", "override"})
    return rules.Decision(decided_on=wish.decided_on or default_day, **said)


def _override(wish: Override | None) -> OverrideOf | None:
    return OverrideOf(**wish.model_dump()) if wish else None


async def _keep(
    change: Transaction, project: Project, decided: ProjectGateDecided, gate: int
) -> tuple[GateDecision, list[GateCondition]]:
    """Keep a decision and what it leaves to be done, and let what is not done in time be told."""
    said = decided.model_dump(mode="json", exclude={"project", "decision", "effective", "conditions"})
    row = GateDecision(
        id=UUID(decided.decision),
        project=project.key,
        gate=gate,
        decided_on=date.fromisoformat(decided.effective),
        conditions=[one.model_dump(include={"text", "owner_role", "due"}) for one in decided.conditions],
        recorded_at=change.now,
        **said,
    )
    change.session.add(row)
    await change.session.flush()
    conditions = rules.condition_rows(decided, gate=gate, recorded_at=change.now)
    change.session.add_all(conditions)
    for one in conditions:
        await set_timer(change, condition_rules.OVERDUE, project.key, end_of(one.due), key=one.id)
    return row, conditions


async def _change_row(change: Transaction, moved: ProjectPhaseChanged) -> PhaseChange:
    """Return the next move of a project, whose row is locked."""
    query = select(func.max(col(PhaseChange.number))).where(PhaseChange.project == moved.project)
    before = (await change.session.exec(query)).one()
    return PhaseChange(
        number=(before or 0) + 1,
        decision=UUID(moved.decision),
        effective=date.fromisoformat(moved.effective),
        recorded_at=change.now,
        **moved.model_dump(mode="json", exclude={"decision", "outcome", "by_role", "effective", "actual"}),
    )
