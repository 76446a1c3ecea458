"""What councils says of adoption lines."""

from shared.events.base import Event


class AdoptionOpened(
    Event, about="council", audience="council", aggregate="adoption", identity=("council", "deliverable")
):
    """A released deliverable was offered to a council: its adoption line begins, in the state invited."""

    council: str
    deliverable: str
    project: str
    release: str
    state: str
    effective: str
    demonstration: bool = False


class AdoptionMoved(
    Event, about="council", audience="council", aggregate="adoption", identity=("council", "deliverable")
):
    """A council moved its own adoption line to another state."""

    council: str
    deliverable: str
    release: str
    from_state: str
    to_state: str
    reason: str | None = None
    effective: str
