"""What the services answer about adoptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model


class Variant(Model):
    """Where what a council made of a deliverable differs from what was released."""

    differs_in: list[str]
    link: str | None = None


class Dates(Model):
    """When a council adopts a deliverable, and from when on it uses it; null: not planned, or it has not."""

    adopt_on: str | None = None
    in_use_on: str | None = None


class Adoption(Model):
    """How far one council has come with one deliverable, what it plans, and which states may follow.

    `lag_days` went by from the release until the council used it; a loosely given date counts from its last day.
    """

    href: str
    version: int
    council: str
    deliverable: str
    project: str
    release: str
    state: str
    since: str
    opened: str
    reason: str | None = None
    note: str | None = None
    variant: Variant | None = None
    planned: Dates
    actual: Dates
    lag_days: int | None = None
    demonstration: bool
    may_become: list[str]
    changed_at: dt.datetime


class Evidence(Model):
    """Evidence."""

    link: str | None = None
    text: str | None = None


class CouncilsMove(Model):
    """One move of an adoption line, or (`correction_reason`) what puts right what was told of it."""

    from_state: str
    to_state: str
    reason: str | None = None
    note: str | None = None
    evidence: list[Evidence]
    variant: Variant | None = None
    correction_reason: str | None = None
    effective: str
    recorded_at: dt.datetime


class Planned(Model):
    """A plan that a line had from a day on."""

    adopt_on: str | None = None
    in_use_on: str | None = None
    reason: str | None = None
    effective: str
    recorded_at: dt.datetime


class AdoptionHistory(Model):
    """An adoption line with all its moves and plans, in the order in which they were told."""

    href: str
    version: int
    council: str
    deliverable: str
    project: str
    release: str
    state: str
    since: str
    opened: str
    reason: str | None = None
    note: str | None = None
    variant: Variant | None = None
    planned: Dates
    actual: Dates
    lag_days: int | None = None
    demonstration: bool
    may_become: list[str]
    changed_at: dt.datetime
    moves: list[CouncilsMove]
    plans: list[Planned]


class AdoptionMoved(Model):
    """An adoption line that was moved; `warnings` tell what the council should know of what it takes up."""

    href: str
    version: int
    council: str
    deliverable: str
    project: str
    release: str
    state: str
    since: str
    opened: str
    reason: str | None = None
    note: str | None = None
    variant: Variant | None = None
    planned: Dates
    actual: Dates
    lag_days: int | None = None
    demonstration: bool
    may_become: list[str]
    changed_at: dt.datetime
    warnings: list[str]


class Reason(Model):
    """Reason."""

    reason: str
    description: str


class Reasons(Model):
    """The reasons for which a council may decline a deliverable."""

    items: list[Reason]


class CouncilsPlan(Model):
    """By when a council means to adopt and to use a deliverable, when it did, and what it had planned before."""

    href: str
    version: int
    council: str
    deliverable: str
    state: str
    planned: Dates
    actual: Dates
    history: list[Planned]


class Acknowledgement(Model):
    """What one council was asked about the end of a deliverable that it adopted, and what became of that.

    `state` is asked, acknowledged or lapsed; `deliverable_state` is the end it is about. `raised_to` is the role that
    it has risen to, and `rises_to` the one that it rises to next, on `rises_on`, while it is not acknowledged.
    """

    href: str
    version: int
    council: str
    deliverable: str
    number: int
    project: str
    demonstration: bool
    deliverable_state: str
    since: str | None = None
    successor: str | None = None
    reason: str | None = None
    acknowledge_by: str | None = None
    asked_on: dt.date
    recorded_at: dt.datetime
    state: str
    raised_to: str | None = None
    raised_on: dt.date | None = None
    rises_to: str | None = None
    rises_on: dt.date | None = None
    acknowledged_on: dt.date | None = None
    acknowledgement_recorded_at: dt.datetime | None = None
    by_role: str | None = None
    note: str | None = None
    stops_using_on: dt.date | None = None
    lapsed_on: dt.date | None = None
    lapsed_because: str | None = None
