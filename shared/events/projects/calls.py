"""What projects says of calls for participation: what is asked of councils, until when, and what is still missing."""

from shared.events.base import Event
from shared.events.marks import Words
from shared.events.part import Part


class CallAsk(Part):
    """A role that is asked for: how many days a month of each council, from when to when, and of how many councils.

    Every month that the dates touch counts whole. `councils_wanted` null means one.
    """

    role: str
    days_per_month: float
    starts: str
    ends: str
    councils_wanted: int | None = None


class CallDrafted(Event, about="call", audience="office"):
    """A call for participation was drafted, or its draft changed; nobody is asked anything yet."""

    call: str
    project: str
    title: str
    deadline: str
    effective: str


class CallDraftWithdrawn(Event, about="call", audience="office"):
    """A call for participation was withdrawn before it was published: no council was ever asked."""

    call: str
    project: str
    reason: Words | None = None
    effective: str


class CallPublished(Event, about="call", audience="public"):
    """A call for participation was published: councils may answer until its deadline, that day included."""

    call: str
    project: str
    title: str
    summary: Words
    asks: tuple[CallAsk, ...]
    benefits: tuple[str, ...] = ()
    deadline: str
    contact_role: str
    accepted_warnings: tuple[str, ...] = ()
    demonstration: bool = False
    effective: str


class CallChanged(Event, about="call", audience="public"):
    """A published call was changed, for a reason; the event carries all of it as it is now."""

    call: str
    project: str
    title: str
    summary: Words
    asks: tuple[CallAsk, ...]
    benefits: tuple[str, ...] = ()
    deadline: str
    contact_role: str
    accepted_warnings: tuple[str, ...] = ()
    reason: Words
    demonstration: bool = False
    effective: str


class CallClosed(Event, about="call", audience="public"):
    """A published call takes no more answers: `cause` is deadline, closed (before it, for a reason) or withdrawn."""

    call: str
    project: str
    cause: str
    reason: Words | None = None
    effective: str


class MonthMissing(Part):
    """What a month lacks of an ask. `committed_days` is null where too few councils committed to tell their sum."""

    month: str
    asked_days: float
    committed_days: float | None = None


class CommitmentShortfall(Event, about="call", audience="programme"):
    """What councils committed falls below what a call asks of a role, or further below than was said before.

    `cause` is deadline, closed or commitment-changed; `months` are those that lack something.
    """

    call: str
    project: str
    role: str
    from_month: str
    to_month: str
    months: tuple[MonthMissing, ...]
    cause: str
    effective: str


class CommitmentShortfallResolved(Event, about="call", audience="programme"):
    """What was missing of a role that a call asks for is made up: every month has what was asked."""

    call: str
    project: str
    role: str
    from_month: str
    to_month: str
    effective: str
