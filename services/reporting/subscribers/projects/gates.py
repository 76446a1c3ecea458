"""What projects tells of gates and phases."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell
from shared.events import Event
from shared.events import projects as said


def project_phase(event: said.ProjectPhaseChanged) -> Iterable[Row]:
    yield (
        models.ProjectPhaseFact,
        {
            "project": event.project,
            "lifecycle": event.lifecycle,
            "lifecycle_number": event.lifecycle_number,
            "phase": event.to_phase,
        },
    )


TELLS: Mapping[type[Event], Tell] = {
    said.ProjectPhaseChanged: project_phase,
}
