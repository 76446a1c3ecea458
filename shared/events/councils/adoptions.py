"""What councils says of adoption lines."""

from shared.events.base import Event
from shared.events.marks import Words
from shared.events.part import Part


class AdoptionEvidence(Part):
    """What shows how far a council has come: an address, or words, or both; no personal data."""

    link: str | None = None
    text: Words | None = None


class AdoptionVariant(Part):
    """What a council made of a deliverable that it adapted: where its own differs, and perhaps where that is."""

    differs_in: tuple[Words, ...]
    link: str | None = None


class AdoptionOpened(
    Event, about="council", audience="council", aggregate="adoption", identity=("council", "deliverable")
):
    """A released deliverable was offered to a council: its adoption line begins, in the state invited."""

    council: str
    deliverable: str
    project: str
    release: str
    state: str
    effective: str
    demonstration: bool = False


class AdoptionMoved(
    Event, about="council", audience="council", aggregate="adoption", identity=("council", "deliverable")
):
    """A council moved its own adoption line to another state; `reason` says why it declined."""

    council: str
    deliverable: str
    release: str
    from_state: str
    to_state: str
    reason: str | None = None
    effective: str
    note: Words | None = None
    evidence: tuple[AdoptionEvidence, ...] = ()
    variant: AdoptionVariant | None = None


class AdoptionPlanned(
    Event, about="council", audience="council", aggregate="adoption", identity=("council", "deliverable")
):
    """A council said by when it means to adopt a deliverable and to use it, or said so anew, for a reason.

    The event carries the whole plan as it is from `effective` on; a date that is null is not planned.
    """

    council: str
    deliverable: str
    release: str
    adopt_on: str | None = None
    in_use_on: str | None = None
    reason: Words | None = None
    effective: str


class AdoptionCorrected(
    Event, about="council", audience="council", aggregate="adoption", identity=("council", "deliverable")
):
    """What was told of an adoption line was wrong: from a day on it was in another state, until what was told next.

    `from_state` is what the line was said to be on that day, `to_state` what it was; `correction_reason` says why the
    history changed. What was told before of days before `effective` stays.
    """

    council: str
    deliverable: str
    release: str
    from_state: str
    to_state: str
    reason: str | None = None
    effective: str
    note: Words | None = None
    evidence: tuple[AdoptionEvidence, ...] = ()
    variant: AdoptionVariant | None = None
    correction_reason: Words
