"""What projects says of deliverables."""

from shared.events.base import Event
from shared.events.marks import Words


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
    """A deliverable moved to another state; `from_state` null means it was not recorded.

    One that is superseded, or withdrawn after it was, names its successor. `acknowledge_by` is the day by which those
    who adopted it should have stopped using it, and have said so.
    """

    deliverable: str
    project: str
    from_state: str | None = None
    to_state: str
    effective: str
    successor: str | None = None
    reason: Words | None = None
    acknowledge_by: str | None = None


class DeliverableVersionPublished(Event, about="deliverable", audience="public"):
    """A deliverable has a version, by the name it goes by; `sha256` is the digest of what `link` leads to."""

    deliverable: str
    project: str
    version: str
    effective: str
    summary: Words | None = None
    link: str | None = None
    sha256: str | None = None
