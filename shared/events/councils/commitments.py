"""What councils says of capacity and of answers to calls."""

from shared.events.base import Event
from shared.events.marks import Words
from shared.events.part import Part


class CapacityOfRole(Part):
    """How many days of a role's work a council has to give in a month; readers ignore what they do not know."""

    role: str
    days: float


class CapacityGiven(Event, about="council", audience="council", aggregate="capacity", identity=("council", "month")):
    """A council said what it has to give in a month; the event carries all roles of that month as they are now."""

    council: str
    month: str
    given: tuple[CapacityOfRole, ...]
    effective: str


class Commitment(Part):
    """What a council promises to a call: a role's days a month, from when to when."""

    role: str
    days_per_month: float
    starts: str
    ends: str


class CallAnswered(Event, about="council", audience="council", aggregate="call-answer", identity=("call", "council")):
    """A council answered a call: commit, interested or no. The event carries all that it commits as it is now."""

    council: str
    call: str
    project: str
    answer: str
    commitments: tuple[Commitment, ...] = ()
    reason: Words | None = None
    effective: str


class CommitmentChanged(
    Event, about="council", audience="council", aggregate="call-answer", identity=("call", "council")
):
    """A council changed what it had committed, for a reason; the event carries all of it as it is now."""

    council: str
    call: str
    project: str
    role: str
    commitments: tuple[Commitment, ...] = ()
    reason: Words
    effective: str


class DeliveredDays(Part):
    """What a council delivered for a call in a role: so many days, as a source has it, told by a role."""

    call: str
    project: str
    role: str
    days: float
    source: str
    by_role: str


class DaysDelivered(Event, about="council", audience="council", aggregate="delivery", identity=("council", "month")):
    """A council said what it delivered in a month; the event carries all of that month as it is now.

    `reason` says why what was told before has changed, where it has.
    """

    council: str
    month: str
    delivered: tuple[DeliveredDays, ...]
    reason: Words | None = None
    effective: str
