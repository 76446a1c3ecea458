"""What projects says of releases, from the plan to the seal."""

from shared.events.base import Event
from shared.events.projects.part import Part


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
