"""What projects tells of deliverables."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import ALWAYS, Row, Tell, day
from shared.events import Event
from shared.events import projects as said


def deliverable(event: said.DeliverableRegistered) -> Iterable[Row]:
    yield models.DeliverableFact, _name(event) | {"effective_day": ALWAYS}
    if event.state is not None:
        yield models.DeliverableStateFact, {"deliverable": event.deliverable, "state": event.state}


def deliverable_name(event: said.DeliverableRenamed) -> Iterable[Row]:
    yield models.DeliverableFact, _name(event)


def _name(event: said.DeliverableRegistered | said.DeliverableRenamed) -> dict[str, object]:
    return {"deliverable": event.deliverable, "project": event.project, "name": event.name}


def deliverable_state(event: said.DeliverableStateChanged) -> Iterable[Row]:
    day(event.acknowledge_by)  # a date that is none is refused here
    yield (
        models.DeliverableStateFact,
        {
            "deliverable": event.deliverable,
            "state": event.to_state,
            "successor": event.successor,
            "reason": event.reason,
            "acknowledge_by": event.acknowledge_by,
        },
    )


def deliverable_version(event: said.DeliverableVersionPublished) -> Iterable[Row]:
    yield (
        models.DeliverableVersionFact,
        {"deliverable": event.deliverable, "version": event.version, "link": event.link, "sha256": event.sha256},
    )


TELLS: Mapping[type[Event], Tell] = {
    said.DeliverableRegistered: deliverable,
    said.DeliverableRenamed: deliverable_name,
    said.DeliverableStateChanged: deliverable_state,
    said.DeliverableVersionPublished: deliverable_version,
}
