"""What the services answer about adoptions."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model


class Adoption(Model):
    """How far one council has come with one deliverable, and which states may follow."""

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
    demonstration: bool
    may_become: list[str]
    changed_at: dt.datetime


class CouncilsMove(Model):
    """One move of an adoption line."""

    from_state: str
    to_state: str
    reason: str | None = None
    note: str | None = None
    effective: str
    recorded_at: dt.datetime


class AdoptionHistory(Model):
    """An adoption line with all its moves, oldest first."""

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
    demonstration: bool
    may_become: list[str]
    changed_at: dt.datetime
    moves: list[CouncilsMove]


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
    demonstration: bool
    may_become: list[str]
    changed_at: dt.datetime
    warnings: list[str]


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
