"""What projects tells of benefits."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell
from shared.events import Event
from shared.events import projects as said


def benefit(event: said.BenefitProfiled) -> Iterable[Row]:
    yield (
        models.BenefitFact,
        {
            "benefit": event.benefit,
            "project": event.project,
            "statement": event.statement,
            "type": event.type,
            "amount_gbp": event.amount_gbp,
            "basis": event.basis,
        },
    )


TELLS: Mapping[type[Event], Tell] = {
    said.BenefitProfiled: benefit,
}
