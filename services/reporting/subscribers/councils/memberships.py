"""What councils tells: who is a member, and how many are by what sources say."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell
from shared.events import Event
from shared.events import councils as said


def membership_started(event: said.MembershipStarted) -> Iterable[Row]:
    yield (
        models.MembershipFact,
        _standing(event, "joined"),
    )


def membership_agreed_in_principle(event: said.MembershipAgreedInPrinciple) -> Iterable[Row]:
    yield models.MembershipFact, _standing(event, "in-principle")


def membership_ended(event: said.MembershipEnded) -> Iterable[Row]:
    undated = {"effective": None} if event.certainty == "unknown" else {}
    yield models.MembershipFact, _standing(event, "left") | undated


def membership_corrected(event: said.MembershipCorrected) -> Iterable[Row]:
    told = event.model_dump(include={"corrects", "reason", "was_standing", "was_effective", "was_certainty"})
    yield models.MembershipFact, _standing(event, event.standing) | told


def membership_count(event: said.MembershipCountReported) -> Iterable[Row]:
    yield (
        models.MembershipCountFact,
        {"report": event.report, "councils": event.councils, "basis": event.basis, "source": event.source},
    )


def _standing(
    event: said.MembershipStarted | said.MembershipAgreedInPrinciple | said.MembershipEnded | said.MembershipCorrected,
    standing: str,
) -> dict[str, object]:
    return {
        "council": event.council,
        "standing": standing,
        # as the last release reads it
        "member": standing in {"joined", "in-principle"},
        "certainty": event.certainty,
        "source": event.source,
    }


TELLS: Mapping[type[Event], Tell] = {
    said.MembershipStarted: membership_started,
    said.MembershipAgreedInPrinciple: membership_agreed_in_principle,
    said.MembershipEnded: membership_ended,
    said.MembershipCorrected: membership_corrected,
    said.MembershipCountReported: membership_count,
}
