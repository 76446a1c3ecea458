"""What projects says of work requests: what councils taking part are asked for, by when, and what they answered."""

from shared.events.base import Event
from shared.events.marks import Words


class WorkRequestOpened(Event, about="request", audience="programme", aggregate="work-request"):
    """A project asked councils that take part in it for work: must, should or could, with a due day."""

    request: str
    project: str
    title: str
    text: Words
    councils: tuple[str, ...]
    priority: str
    due: str
    by_role: str
    effective: str


class WorkRequestPriorityChanged(Event, about="request", audience="programme", aggregate="work-request"):
    """A work request became more or less pressing, for a reason."""

    request: str
    project: str
    from_priority: str
    to_priority: str
    by_role: str
    reason: Words
    effective: str


class WorkRequestDueChanged(Event, about="request", audience="programme", aggregate="work-request"):
    """A work request is due on another day, for a reason."""

    request: str
    project: str
    from_due: str
    to_due: str
    by_role: str
    reason: Words
    effective: str


class WorkRequestAnswered(Event, about="council", audience="council", aggregate="work-request", identity=("request",)):
    """A council answered a work request: accepted (perhaps by a day of its own), declined, or done.

    `from_answer` is what it had answered before; `told_by` says whether the council or the Office recorded it.
    """

    request: str
    project: str
    council: str
    from_answer: str | None = None
    answer: str
    note: Words | None = None
    by_day: str | None = None
    told_by: str
    effective: str


class WorkRequestStateChanged(Event, about="request", audience="programme", aggregate="work-request"):
    """All councils asked have answered a work request, or done what they accepted; or one thought again."""

    request: str
    project: str
    from_state: str
    to_state: str
    effective: str


class WorkRequestOverdue(Event, about="request", audience="programme", aggregate="work-request"):
    """The due day of a work request is over, and not all councils asked have answered; `effective` is the day after."""

    request: str
    project: str
    priority: str
    due: str
    effective: str


class WorkRequestCancelled(Event, about="request", audience="programme", aggregate="work-request"):
    """A work request was withdrawn: nothing is asked of the councils any more."""

    request: str
    project: str
    by_role: str
    reason: Words
    effective: str
