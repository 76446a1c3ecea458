"""What projects says of lifecycle templates."""

from shared.events.base import Event
from shared.events.marks import Words
from shared.events.part import Part


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
    description: Words | None = None
    phases: tuple[LifecyclePhase, ...]
