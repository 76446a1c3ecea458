"""What councils says of membership and of reported counts."""

from shared.events.base import Event
from shared.events.marks import Words


class MembershipAgreedInPrinciple(Event, about="council", audience="public", aggregate="membership"):
    """A council agreed in principle to be of the Partnership, and has not joined yet.

    `certainty` is known, no-later-than or unknown; `effective` is null when no date was found at all.
    """

    council: str
    effective: str | None = None
    certainty: str
    source: str | None = None


class MembershipStarted(Event, about="council", audience="public", aggregate="membership"):
    """A council is a member of the Partnership, from a date known as well as `certainty` says.

    `certainty` is known, no-later-than or unknown; `effective` is null when no date was found at all.
    """

    council: str
    effective: str | None = None
    certainty: str
    source: str | None = None


class MembershipEnded(Event, about="council", audience="public", aggregate="membership"):
    """A council left the Partnership.

    Where `certainty` is unknown, no date was found: `effective` is the day on which it was told.
    """

    council: str
    effective: str
    certainty: str = "known"
    source: str | None = None


class MembershipCorrected(Event, about="council", audience="public", aggregate="membership"):
    """What was told of a council's membership was put right, for a reason; figures of the past may change by it.

    `corrects` is the sequence of the event that it takes the place of, null where something was left out; `standing`
    is in-principle, joined, left, or never where what was told did not happen. What was told before stands in
    `was_standing`, `was_effective` and `was_certainty`.
    """

    council: str
    corrects: int | None = None
    standing: str
    effective: str | None = None
    certainty: str
    was_standing: str | None = None
    was_effective: str | None = None
    was_certainty: str | None = None
    reason: Words
    source: str | None = None


class MembershipCountReported(Event, about="report", audience="public", aggregate="membership-count"):
    """A source said how many councils were members at a date, without naming them all."""

    report: str
    effective: str
    councils: int
    basis: Words
    source: str
