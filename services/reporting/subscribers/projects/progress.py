"""What projects tells of progress, of silence, and of the confidence in delivery."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell, day
from shared.events import Event
from shared.events import projects as said


def update(event: said.ProjectProgressUpdated) -> Iterable[Row]:
    yield (
        models.ProgressUpdateFact,
        {
            "project": event.project,
            "number": event.update,
            "told_on": day(event.told_on),
            "corrects": event.corrects,
        },
    )


def rating(event: said.ProjectConfidenceRated) -> Iterable[Row]:
    yield (
        models.ConfidenceRatingFact,
        {
            "project": event.project,
            "kind": event.kind,
            "rating": event.rating,
            "by_role": event.by_role,
            "reason": event.reason,
        },
    )


def gone_quiet(event: said.ProjectGoneQuiet) -> Iterable[Row]:
    yield models.SilenceFact, {"project": event.project, "quiet": True}


def heard_again(event: said.ProjectHeardAgain) -> Iterable[Row]:
    yield models.SilenceFact, {"project": event.project, "quiet": False}


TELLS: Mapping[type[Event], Tell] = {
    said.ProjectProgressUpdated: update,
    said.ProjectConfidenceRated: rating,
    said.ProjectGoneQuiet: gone_quiet,
    said.ProjectHeardAgain: heard_again,
}
