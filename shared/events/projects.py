"""What projects says: the programme's phases, portfolios, lifecycles, projects, deliverables, releases and benefits."""

from pydantic import BaseModel, ConfigDict

from shared.events.base import Event, Rewound


class Part(BaseModel):
    """A part of an event's data; readers ignore what they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ProgrammePhaseChanged(Event, about="programme", audience="public"):
    """The programme as a whole entered a phase, or is expected to."""

    programme: str
    phase: str
    effective: str
    expected: bool = False
    source: str | None = None


class PortfolioOpened(Event, about="portfolio", audience="public"):
    """A portfolio (a theme, in 2016) began to group projects."""

    portfolio: str
    name: str
    grouping: str
    effective: str
    ends: str | None = None
    source: str | None = None


class PortfolioEnded(Event, about="portfolio", audience="public"):
    """A portfolio stopped grouping projects; its history stays."""

    portfolio: str
    effective: str


class LifecyclePhase(Part):
    key: str
    name: str
    products: tuple[str, ...] = ()
    gate: str | None = None
    criteria: tuple[str, ...] = ()


class LifecyclePublished(Event, about="lifecycle", audience="public"):
    """A version of a lifecycle template became available; versions never change afterwards."""

    lifecycle: str
    number: int
    name: str
    description: str | None = None
    phases: tuple[LifecyclePhase, ...]


class ProjectRegistered(Event, about="project", audience="public"):
    """A project entered the register. What its sources do not say is null: not recorded."""

    project: str
    name: str
    summary: str | None = None
    programme: str
    lead_councils: tuple[str, ...] = ()
    other_leads: tuple[str, ...] = ()
    participant_count: int | None = None
    participant_councils: tuple[str, ...] = ()
    other_participants: tuple[str, ...] = ()
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    era: str | None = None
    starts: str | None = None
    ends: str | None = None
    demonstration: bool = False


class ProjectDetailsChanged(Event, about="project", audience="public"):
    """A project's description changed; the event carries the details as they are now."""

    project: str
    name: str
    summary: str | None = None
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    starts: str | None = None
    ends: str | None = None


class ProjectPlaced(Event, about="project", audience="public"):
    """A project has its place in a portfolio, from a date and until another where that is known."""

    project: str
    portfolio: str
    effective: str
    ends: str | None = None
    reading_of_ours: bool = False


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


class DeliverableRegistered(Event, about="deliverable", audience="public"):
    """A thing that a project hands over entered the register."""

    deliverable: str
    project: str
    name: str
    state: str | None = None
    state_as_found: str | None = None
    produced_by: str | None = None


class DeliverableRenamed(Event, about="deliverable", audience="public"):
    """A deliverable is called by another name; its key stays."""

    deliverable: str
    project: str
    name: str


class DeliverableStateChanged(Event, about="deliverable", audience="public"):
    """A deliverable moved to another state; `from_state` null means it was not recorded."""

    deliverable: str
    project: str
    from_state: str | None = None
    to_state: str
    effective: str


class ReleasePlanned(Event, about="release", audience="public"):
    """A release was announced; `state` is planned, or not-recorded where its history was not found."""

    release: str
    number: int | None = None
    name: str
    planned_for: str | None = None
    state: str
    demonstration: bool = False
    source: str | None = None


class ReleaseDetailsChanged(Event, about="release", audience="public"):
    """A release's name or planned date changed; the event carries both as they are now."""

    release: str
    name: str
    planned_for: str | None = None


class ReleaseItem(Part):
    deliverable: str
    project: str
    name: str
    ready: bool = False


class ReleaseScopeChanged(Event, about="release", audience="public"):
    """Deliverables were put into an open release, or taken out of it."""

    release: str
    added: tuple[ReleaseItem, ...] = ()
    removed: tuple[str, ...] = ()
    carried_from: str | None = None
    effective: str


class ReleaseReadinessChanged(Event, about="release", audience="public"):
    """A deliverable in an open release became ready to hand over, or is no longer."""

    release: str
    deliverable: str
    ready: bool
    note: str | None = None
    effective: str


class ReleaseClosed(Event, about="release", audience="public"):
    """A release was sealed: what was ready is in it for good, the rest was carried over to a named release."""

    release: str
    number: int | None = None
    name: str
    effective: str
    included: tuple[ReleaseItem, ...]
    carried_over: tuple[ReleaseItem, ...] = ()
    carried_over_to: str | None = None
    manifest_sha256: str
    demonstration: bool = False


class BenefitProfiled(Event, about="benefit", audience="public"):
    """A benefit that a project expects or reported; types are never added to one another."""

    benefit: str
    project: str
    statement: str
    type: str | None = None
    class_as_found: str | None = None
    amount_gbp: int | None = None
    basis: str | None = None


class HistoryRewound(Event, Rewound, about="history", audience="programme"):
    """The database of this service was restored: the events named here are void, and a new epoch begins."""
