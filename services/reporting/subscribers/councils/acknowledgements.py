"""What councils tells: what is acknowledged of the end of a deliverable."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell
from shared.events import Event
from shared.events import councils as said


def acknowledgement_requested(event: said.AcknowledgementRequested) -> Iterable[Row]:
    yield models.AcknowledgementFact, _acknowledgement(event, "asked") | {"ended_as": event.state}


def acknowledgement_given(event: said.AcknowledgementGiven) -> Iterable[Row]:
    yield models.AcknowledgementFact, _acknowledgement(event, "acknowledged")


def acknowledgement_raised(event: said.AcknowledgementRaised) -> Iterable[Row]:
    yield models.AcknowledgementFact, _acknowledgement(event, "raised") | {"level": event.level}


def acknowledgement_lapsed(event: said.AcknowledgementLapsed) -> Iterable[Row]:
    yield models.AcknowledgementFact, _acknowledgement(event, "lapsed")


def _acknowledgement(
    event: said.AcknowledgementRequested
    | said.AcknowledgementGiven
    | said.AcknowledgementRaised
    | said.AcknowledgementLapsed,
    step: str,
) -> dict[str, object]:
    return {"council": event.council, "deliverable": event.deliverable, "number": event.number, "step": step}


TELLS: Mapping[type[Event], Tell] = {
    said.AcknowledgementRequested: acknowledgement_requested,
    said.AcknowledgementGiven: acknowledgement_given,
    said.AcknowledgementRaised: acknowledgement_raised,
    said.AcknowledgementLapsed: acknowledgement_lapsed,
}
