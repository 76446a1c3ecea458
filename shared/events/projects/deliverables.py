"""What projects says of deliverables."""

from shared.events.base import Event


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
