"""What projects tells of benefits."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell
from shared.events import Event
from shared.events import projects as said


def benefit(event: said.BenefitProfiled) -> Iterable[Row]:
    yield models.BenefitFact, _profile(event)
    for kind, figure in (("baseline", event.baseline), ("target", event.target)):
        if figure is not None:
            yield models.BenefitFigureFact, _figure(event.benefit, kind, figure)


def details(event: said.BenefitDetailsChanged) -> Iterable[Row]:
    yield models.BenefitFact, _profile(event)


def baseline(event: said.BenefitBaselineChanged) -> Iterable[Row]:
    yield models.BenefitFigureFact, _figure(event.benefit, "baseline", event.baseline)


def target(event: said.BenefitTargetChanged) -> Iterable[Row]:
    yield models.BenefitFigureFact, _figure(event.benefit, "target", event.target)


def measured(event: said.BenefitMeasured) -> Iterable[Row]:
    yield (
        models.BenefitMeasureFact,
        {
            "benefit": event.benefit,
            "period": event.period,
            "value": event.value,
            "by_role": event.by_role,
            "corrects": event.corrects,
        },
    )


def due(event: said.BenefitMeasureDue) -> Iterable[Row]:
    yield models.BenefitDueFact, {"benefit": event.benefit, "period": event.period, "overdue": False}


def overdue(event: said.BenefitMeasureOverdue) -> Iterable[Row]:
    yield models.BenefitDueFact, {"benefit": event.benefit, "period": event.period, "overdue": True}


def _profile(event: said.BenefitProfiled | said.BenefitDetailsChanged) -> dict[str, object]:
    return {
        "benefit": event.benefit,
        "project": event.project,
        "statement": event.statement,
        "type": event.type,
        "amount_gbp": event.amount_gbp,
        "basis": event.basis,
        "owner_role": event.owner_role,
        "measure": event.measure,
        "unit": event.unit,
        "attribution": event.attribution.model_dump() if event.attribution else None,
    }


def _figure(benefit: str, kind: str, figure: said.BenefitFigure) -> dict[str, object]:
    return {"benefit": benefit, "kind": kind, "value": figure.value, "at": figure.date}


TELLS: Mapping[type[Event], Tell] = {
    said.BenefitProfiled: benefit,
    said.BenefitDetailsChanged: details,
    said.BenefitBaselineChanged: baseline,
    said.BenefitTargetChanged: target,
    said.BenefitMeasured: measured,
    said.BenefitMeasureDue: due,
    said.BenefitMeasureOverdue: overdue,
}
