"""What councils tells: how far each adoption line has got, and by when it is to get further."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell
from shared.events import Event
from shared.events import councils as said


def adoption_opened(event: said.AdoptionOpened) -> Iterable[Row]:
    yield (
        models.AdoptionFact,
        {
            "council": event.council,
            "deliverable": event.deliverable,
            "release": event.release,
            "state": event.state,
            "demonstration": event.demonstration,
        },
    )


def adoption_moved(event: said.AdoptionMoved | said.AdoptionCorrected) -> Iterable[Row]:
    yield (
        models.AdoptionFact,
        {
            "council": event.council,
            "deliverable": event.deliverable,
            "release": event.release,
            "state": event.to_state,
            "reason": event.reason,
        },
    )


def adoption_planned(event: said.AdoptionPlanned) -> Iterable[Row]:
    yield models.AdoptionPlanFact, event.model_dump(include={"council", "deliverable", "adopt_on", "in_use_on"})


TELLS: Mapping[type[Event], Tell] = {
    said.AdoptionOpened: adoption_opened,
    said.AdoptionMoved: adoption_moved,
    said.AdoptionCorrected: adoption_moved,
    said.AdoptionPlanned: adoption_planned,
}
