"""What projects says of gates: what was decided, what was still to be done, and the phases that followed."""

from shared.events.base import Event
from shared.events.marks import Words
from shared.events.part import Part


class GateCondition(Part):
    """What must still be done; `condition` names it, and is the decision's id and its place in it where it is null."""

    text: Words
    owner_role: str
    due: str
    condition: str | None = None


class GateCriterion(Part):
    """By what the gate is judged; `met` null means that the decision does not say."""

    text: Words
    met: bool | None = None
    note: Words | None = None


class GateProduct(Part):
    """A product expected in the phase; `exists` null means that the decision does not say."""

    name: str
    exists: bool | None = None
    deliverable: str | None = None
    link: str | None = None


class GateOverride(Part):
    """A role let pass what the rules would have refused: `of` names the refusals."""

    by_role: str
    reason: Words
    of: tuple[str, ...] = ()


class PlannedPhase(Part):
    phase: str
    planned: str


class ProjectGateDecided(Event, about="project", audience="public"):
    """A role decided at a gate: go, go-with-conditions, hold or stop."""

    project: str
    decision: str
    outcome: str
    by_role: str
    phase: str | None = None
    effective: str
    reason: Words | None = None
    evidence: tuple[str, ...] = ()
    conditions: tuple[GateCondition, ...] = ()
    evidence_deliverables: tuple[str, ...] = ()
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    criteria: tuple[GateCriterion, ...] = ()
    products: tuple[GateProduct, ...] = ()
    override: GateOverride | None = None


class ProjectGateConditionMet(Event, about="project", audience="public"):
    """A condition of a gate decision was met, and this is the evidence."""

    project: str
    decision: str
    condition: str
    text: Words
    owner_role: str
    due: str
    by_role: str
    evidence: tuple[str, ...] = ()
    evidence_deliverables: tuple[str, ...] = ()
    note: Words | None = None
    effective: str


class ProjectGateConditionWaived(Event, about="project", audience="public"):
    """A role let a project off a condition of a gate decision, and said why."""

    project: str
    decision: str
    condition: str
    text: Words
    owner_role: str
    due: str
    by_role: str
    reason: Words
    effective: str


class ProjectGateConditionOverdue(Event, about="project", audience="public"):
    """The day on which a condition of a gate decision was due is over, and it was neither met nor waived."""

    project: str
    decision: str
    condition: str
    text: Words
    owner_role: str
    due: str
    effective: str


class ProjectPhaseChanged(Event, about="project", audience="public"):
    """A project moved to a phase of its lifecycle on a gate decision; `from_phase` null means it was not recorded.

    `cause` is gate-decision, override, template-move or first-record; `planned` is when the plan in force on the day
    had the project enter the phase, and `actual` when it did.
    """

    project: str
    lifecycle: str
    lifecycle_number: int
    from_phase: str | None = None
    to_phase: str
    decision: str
    outcome: str
    by_role: str
    effective: str
    cause: str | None = None
    override: GateOverride | None = None
    planned: str | None = None
    actual: str | None = None


class ProjectPhasesPlanned(Event, about="project", audience="public"):
    """A project planned when it enters its phases: this is the whole plan, and takes the last one's place."""

    project: str
    lifecycle: str
    lifecycle_number: int
    phases: tuple[PlannedPhase, ...]
    reason: Words | None = None
    effective: str
