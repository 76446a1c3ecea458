"""What projects tells of calls for participation."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell, day
from shared.events import Event
from shared.events import projects as said


def asked(event: said.CallPublished | said.CallChanged) -> Iterable[Row]:
    yield (
        models.CallFact,
        {
            "call": event.call,
            "project": event.project,
            "title": event.title,
            "deadline": day(event.deadline),
            "asks": [one.model_dump() for one in event.asks],
        },
    )


def closed(event: said.CallClosed) -> Iterable[Row]:
    yield models.CallClosingFact, {"call": event.call, "cause": event.cause}


def shortfall(event: said.CommitmentShortfall) -> Iterable[Row]:
    yield models.ShortfallFact, _span(event) | {"months": [one.model_dump() for one in event.months]}


def resolved(event: said.CommitmentShortfallResolved) -> Iterable[Row]:
    yield models.ShortfallFact, _span(event) | {"months": []}


def _span(event: said.CommitmentShortfall | said.CommitmentShortfallResolved) -> dict[str, object]:
    return {"call": event.call, "role": event.role, "from_month": event.from_month, "to_month": event.to_month}


TELLS: Mapping[type[Event], Tell] = {
    said.CallPublished: asked,
    said.CallChanged: asked,
    said.CallClosed: closed,
    said.CommitmentShortfall: shortfall,
    said.CommitmentShortfallResolved: resolved,
}
