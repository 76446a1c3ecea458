"""What councils says of the ends of deliverables: who was asked, who acknowledged, what rose."""

from shared.events.base import Event
from shared.events.marks import Words


class AcknowledgementRequested(
    Event,
    about="council",
    audience="council",
    aggregate="acknowledgement",
    identity=("council", "deliverable", "number"),
):
    """A council that adopted a deliverable is asked to acknowledge that it is superseded or withdrawn, since a day.

    `number` counts what a council was asked about one deliverable; `acknowledge_by` is the day by which it should have
    stopped using it, where one was said; `effective` is the day on which it was asked.
    """

    council: str
    deliverable: str
    number: int
    project: str
    state: str
    since: str | None = None
    successor: str | None = None
    reason: Words | None = None
    acknowledge_by: str | None = None
    effective: str
    demonstration: bool = False


class AcknowledgementGiven(
    Event,
    about="council",
    audience="council",
    aggregate="acknowledgement",
    identity=("council", "deliverable", "number"),
):
    """A council acknowledged, by a role, and perhaps said from when on it does not use the deliverable any more."""

    council: str
    deliverable: str
    number: int
    by_role: str
    stops_using_on: str | None = None
    effective: str


class AcknowledgementRaised(
    Event,
    about="council",
    audience="council",
    aggregate="acknowledgement",
    identity=("council", "deliverable", "number"),
):
    """What a council has not acknowledged for so many days rose to a role: its own digital lead, then the programme."""

    council: str
    deliverable: str
    number: int
    level: str
    days: int
    effective: str


class AcknowledgementLapsed(
    Event,
    about="council",
    audience="council",
    aggregate="acknowledgement",
    identity=("council", "deliverable", "number"),
):
    """A council has nothing to acknowledge any more: it is `no-longer-adopted`, or it was `asked-anew`."""

    council: str
    deliverable: str
    number: int
    because: str
    effective: str
