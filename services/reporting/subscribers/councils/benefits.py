"""What councils tells: its figures of benefits, and whom each is shown to."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell
from shared.events import Event
from shared.events import councils as said


def told(event: said.BenefitFigureGiven | said.BenefitFigureCorrected) -> Iterable[Row]:
    values = {"project": event.project, "type": event.type, "unit": event.unit, "value": event.value}
    yield models.CouncilFigureFact, _key(event) | values | {"by_role": event.by_role}


def withdrawn(event: said.BenefitFigureWithdrawn) -> Iterable[Row]:
    yield models.CouncilFigureFact, _key(event) | {"by_role": event.by_role}


def shown(event: said.BenefitVisibilityChanged) -> Iterable[Row]:
    yield models.CouncilFigureVisibilityFact, _key(event) | {"visibility": event.to_visibility}


def _key(
    event: said.BenefitFigureGiven
    | said.BenefitFigureCorrected
    | said.BenefitFigureWithdrawn
    | said.BenefitVisibilityChanged,
) -> dict[str, object]:
    return {"council": event.council, "profile": event.profile, "period": event.period, "stage": event.stage}


TELLS: Mapping[type[Event], Tell] = {
    said.BenefitFigureGiven: told,
    said.BenefitFigureCorrected: told,
    said.BenefitFigureWithdrawn: withdrawn,
    said.BenefitVisibilityChanged: shown,
}
