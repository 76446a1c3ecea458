"""What councils tells: who is a member, and how many are by what sources say."""

from collections.abc import Iterable, Mapping

from services.reporting import models
from services.reporting.subscribers.rows import Row, Tell
from shared.events import Event
from shared.events import councils as said


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


TELLS: Mapping[type[Event], Tell] = {
    said.MembershipStarted: membership_started,
    said.MembershipEnded: membership_ended,
    said.MembershipCountReported: membership_count,
}
