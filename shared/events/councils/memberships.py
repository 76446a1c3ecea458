"""What councils says of membership and of reported counts."""

from shared.events.base import Event


class MembershipStarted(Event, about="council", audience="public", aggregate="membership"):
    """A council is a member of the Partnership, from a date known as well as `certainty` says.

    `certainty` is known, no-later-than or unknown; `effective` is null when no date was found at all.
    """

    council: str
    effective: str | None = None
    certainty: str
    source: str | None = None


class MembershipEnded(Event, about="council", audience="public", aggregate="membership"):
    """A council left the Partnership."""

    council: str
    effective: str


class MembershipCountReported(Event, about="report", audience="public", aggregate="membership-count"):
    """A source said how many councils were members at a date, without naming them all."""

    report: str
    effective: str
    councils: int
    basis: str
    source: str
