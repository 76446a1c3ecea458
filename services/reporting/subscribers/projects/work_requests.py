"""What projects tells of work requests."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell, day
from shared.events import Event
from shared.events import projects as said


def opened(event: said.WorkRequestOpened) -> Iterable[Row]:
    yield (
        models.WorkRequestFact,
        {"request": event.request, "project": event.project, "councils": len(event.councils)},
    )
    yield (
        models.WorkRequestTermsFact,
        {"request": event.request, "priority": event.priority, "due": day(event.due)},
    )


def priority(event: said.WorkRequestPriorityChanged) -> Iterable[Row]:
    yield models.WorkRequestTermsFact, {"request": event.request, "priority": event.to_priority}


def due(event: said.WorkRequestDueChanged) -> Iterable[Row]:
    yield models.WorkRequestTermsFact, {"request": event.request, "due": day(event.to_due)}


def answered(event: said.WorkRequestAnswered) -> Iterable[Row]:
    yield (
        models.WorkRequestAnswerFact,
        {"request": event.request, "council": event.council, "answer": event.answer},
    )


def cancelled(event: said.WorkRequestCancelled) -> Iterable[Row]:
    yield models.WorkRequestCancellationFact, {"request": event.request}


TELLS: Mapping[type[Event], Tell] = {
    said.WorkRequestOpened: opened,
    said.WorkRequestPriorityChanged: priority,
    said.WorkRequestDueChanged: due,
    said.WorkRequestAnswered: answered,
    said.WorkRequestCancelled: cancelled,
}
