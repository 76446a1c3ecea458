"""What projects says of gates: what was decided, and the phases that followed."""

from shared.events.base import Event
from shared.events.projects.part import Part


class GateCondition(Part):
    text: str
    owner_role: str
    due: str


class ProjectGateDecided(Event, about="project", audience="public"):
    """A role decided at a gate: go, go-with-conditions, hold or stop."""

    project: str
    decision: str
    outcome: str
    by_role: str
    phase: str | None = None
    effective: str
    reason: str | None = None
    evidence: tuple[str, ...] = ()
    conditions: tuple[GateCondition, ...] = ()


class ProjectPhaseChanged(Event, about="project", audience="public"):
    """A project moved to a phase of its lifecycle on a gate decision; `from_phase` null means it was not recorded."""

    project: str
    lifecycle: str
    lifecycle_number: int
    from_phase: str | None = None
    to_phase: str
    decision: str
    outcome: str
    by_role: str
    effective: str
