"""What councils tells: who is a member, how far each adoption line has got, and what is acknowledged of an end."""

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


def membership_started(event: said.MembershipStarted) -> Iterable[Row]:
    yield (
        models.MembershipFact,
        {"council": event.council, "member": True, "certainty": event.certainty, "source": event.source},
    )


def membership_ended(event: said.MembershipEnded) -> Iterable[Row]:
    yield models.MembershipFact, {"council": event.council, "member": False, "certainty": "known"}


def membership_count(event: said.MembershipCountReported) -> Iterable[Row]:
    yield (
        models.MembershipCountFact,
        {"report": event.report, "councils": event.councils, "basis": event.basis, "source": event.source},
    )


def adoption_opened(event: said.AdoptionOpened) -> Iterable[Row]:
    yield (
        models.AdoptionFact,
        {
            "council": event.council,
            "deliverable": event.deliverable,
            "release": event.release,
            "state": event.state,
            "demonstration": event.demonstration,
        },
    )


def adoption_moved(event: said.AdoptionMoved) -> Iterable[Row]:
    yield (
        models.AdoptionFact,
        {
            "council": event.council,
            "deliverable": event.deliverable,
            "release": event.release,
            "state": event.to_state,
        },
    )


def acknowledgement_requested(event: said.AcknowledgementRequested) -> Iterable[Row]:
    yield models.AcknowledgementFact, _acknowledgement(event, "asked") | {"ended_as": event.state}


def acknowledgement_given(event: said.AcknowledgementGiven) -> Iterable[Row]:
    yield models.AcknowledgementFact, _acknowledgement(event, "acknowledged")


def acknowledgement_raised(event: said.AcknowledgementRaised) -> Iterable[Row]:
    yield models.AcknowledgementFact, _acknowledgement(event, "raised") | {"level": event.level}


def acknowledgement_lapsed(event: said.AcknowledgementLapsed) -> Iterable[Row]:
    yield models.AcknowledgementFact, _acknowledgement(event, "lapsed")


def _acknowledgement(
    event: said.AcknowledgementRequested
    | said.AcknowledgementGiven
    | said.AcknowledgementRaised
    | said.AcknowledgementLapsed,
    step: str,
) -> dict[str, object]:
    return {"council": event.council, "deliverable": event.deliverable, "number": event.number, "step": step}


def call_answered(event: said.CallAnswered) -> Iterable[Row]:
    yield models.CallAnswerFact, _answer(event, event.answer)


def commitment_changed(event: said.CommitmentChanged) -> Iterable[Row]:
    yield models.CallAnswerFact, _answer(event, "commit")


def _answer(event: said.CallAnswered | said.CommitmentChanged, answer: str) -> dict[str, object]:
    commitments = [one.model_dump() for one in event.commitments]
    return {"call": event.call, "council": event.council, "answer": answer, "commitments": commitments}


TELLS: Mapping[type[Event], Tell] = {
    said.CouncilRegistered: council,
    said.CouncilDetailsChanged: council_details,
    said.MembershipStarted: membership_started,
    said.MembershipEnded: membership_ended,
    said.MembershipCountReported: membership_count,
    said.AdoptionOpened: adoption_opened,
    said.AdoptionMoved: adoption_moved,
    said.AcknowledgementRequested: acknowledgement_requested,
    said.AcknowledgementGiven: acknowledgement_given,
    said.AcknowledgementRaised: acknowledgement_raised,
    said.AcknowledgementLapsed: acknowledgement_lapsed,
    said.CallAnswered: call_answered,
    said.CommitmentChanged: commitment_changed,
}
"""Which events become facts, and how."""
