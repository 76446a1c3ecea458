"""What projects says of projects: their details, their places and their end."""

from shared.events.base import Event
from shared.events.marks import Words


class ProjectRegistered(Event, about="project", audience="public"):
    """A project entered the register. What its sources do not say is null: not recorded."""

    project: str
    name: str
    summary: Words | None = None
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
    summary: Words | None = None
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    starts: str | None = None
    ends: str | None = None


class ProjectClosed(Event, about="project", audience="public"):
    """A project ended: delivered, or stopped before it was; what it promised is still measured."""

    project: str
    outcome: str
    by_role: str
    reason: Words | None = None
    effective: str


class ProjectLifecycleMoved(Event, about="project", audience="public"):
    """A project follows another version of its lifecycle template; its phase is called as that version calls it."""

    project: str
    lifecycle: str
    from_number: int | None = None
    to_number: int
    from_phase: str | None = None
    to_phase: str | None = None
    by_role: str
    reason: Words
    effective: str


class ProjectPlaced(Event, about="project", audience="public"):
    """A project has its place in a portfolio, from a date and until another where that is known."""

    project: str
    portfolio: str
    effective: str
    ends: str | None = None
    reading_of_ours: bool = False
