"""What councils tells: what they are called."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import ALWAYS, Row, Tell
from shared.events import Event
from shared.events import councils as said


def council(event: said.CouncilRegistered) -> Iterable[Row]:
    yield models.CouncilFact, _name(event) | {"effective_day": ALWAYS}


def council_details(event: said.CouncilDetailsChanged) -> Iterable[Row]:
    yield models.CouncilFact, _name(event)


def _name(event: said.CouncilRegistered | said.CouncilDetailsChanged) -> dict[str, object]:
    return {"council": event.council, "name": event.name, "gaelic_name": event.gaelic_name}


TELLS: Mapping[type[Event], Tell] = {
    said.CouncilRegistered: council,
    said.CouncilDetailsChanged: council_details,
}
