"""What projects tells of projects and their places."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import ALWAYS, Row, Tell, day
from shared.events import Event
from shared.events import projects as said


def project(event: said.ProjectRegistered) -> Iterable[Row]:
    yield (
        models.ProjectFact,
        {
            "project": event.project,
            "programme": event.programme,
            "demonstration": event.demonstration,
            "people": {
                "lead_councils": event.lead_councils,
                "other_leads": event.other_leads,
                "participants": event.participant_count,
                "participant_councils": event.participant_councils,
                "other_participants": event.other_participants,
            },
        },
    )
    yield models.ProjectDescriptionFact, _description(event) | {"effective_day": ALWAYS}


def project_details(event: said.ProjectDetailsChanged) -> Iterable[Row]:
    yield models.ProjectDescriptionFact, _description(event)


def _description(event: said.ProjectRegistered | said.ProjectDetailsChanged) -> dict[str, object]:
    return {
        "project": event.project,
        "name": event.name,
        "summary": event.summary,
        "lifecycle": event.lifecycle,
        "lifecycle_number": event.lifecycle_number,
        "starts": event.starts,
        "ends": event.ends,
        "starts_day": day(event.starts),
        "ends_day": day(event.ends),
    }


def placement(event: said.ProjectPlaced) -> Iterable[Row]:
    yield (
        models.PlacementFact,
        {
            "project": event.project,
            "portfolio": event.portfolio,
            "ends_day": day(event.ends),
            "ends": event.ends,
            "reading_of_ours": event.reading_of_ours,
        },
    )


def closed(event: said.ProjectClosed) -> Iterable[Row]:
    yield models.ProjectClosingFact, {"project": event.project, "outcome": event.outcome}


def lifecycle_moved(event: said.ProjectLifecycleMoved) -> Iterable[Row]:
    if event.to_phase is not None:
        yield (
            models.ProjectPhaseFact,
            {
                "project": event.project,
                "lifecycle": event.lifecycle,
                "lifecycle_number": event.to_number,
                "phase": event.to_phase,
                "cause": "template-move",
            },
        )


TELLS: Mapping[type[Event], Tell] = {
    said.ProjectRegistered: project,
    said.ProjectDetailsChanged: project_details,
    said.ProjectPlaced: placement,
    said.ProjectClosed: closed,
    said.ProjectLifecycleMoved: lifecycle_moved,
}
