"""What councils tells: what they have to give, what is answered to calls and committed, and what is delivered."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell
from shared.events import Event
from shared.events import councils as said


def call_answered(event: said.CallAnswered) -> Iterable[Row]:
    yield models.CallAnswerFact, _answer(event, event.answer)


def commitment_changed(event: said.CommitmentChanged) -> Iterable[Row]:
    yield models.CallAnswerFact, _answer(event, "commit")


def capacity_given(event: said.CapacityGiven) -> Iterable[Row]:
    given = [one.model_dump() for one in event.given]
    yield models.CapacityFact, {"council": event.council, "month": event.month, "given": given}


def days_delivered(event: said.DaysDelivered) -> Iterable[Row]:
    delivered = [one.model_dump(include={"call", "project", "role", "days"}) for one in event.delivered]
    yield models.DeliveryFact, {"council": event.council, "month": event.month, "delivered": delivered}


def _answer(event: said.CallAnswered | said.CommitmentChanged, answer: str) -> dict[str, object]:
    commitments = [one.model_dump() for one in event.commitments]
    return {"call": event.call, "council": event.council, "answer": answer, "commitments": commitments}


TELLS: Mapping[type[Event], Tell] = {
    said.CallAnswered: call_answered,
    said.CommitmentChanged: commitment_changed,
    said.CapacityGiven: capacity_given,
    said.DaysDelivered: days_delivered,
}
