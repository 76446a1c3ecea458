"""What the services answer about memberships."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model
from partnership_client.models.councils import Period


class Membership(Model):
    """How a council stands on a day: in-principle, joined or left; not-known whether it was there yet; or none.

    `effective` is since when, as exactly as the source has it, and `certain_from` the first day on which it certainly
    was so; `recorded_at` is when that was told. `joined` and `left` are those of its latest period by that day.
    """

    href: str
    version: int
    council: str
    as_at: dt.date
    standing: str
    effective: str | None = None
    certainty: str | None = None
    certain_from: dt.date | None = None
    source: str | None = None
    recorded_at: dt.datetime | None = None
    in_principle: str | None = None
    joined: str | None = None
    left: str | None = None
    earlier: list[Period]


class MembershipCount(Model):
    """How many councils were members, as a source says; `conflicts_with` names those that say otherwise."""

    href: str
    version: int
    key: str
    as_of: str
    precision: str
    councils: int
    basis: str
    source: str
    recorded_at: dt.datetime
    conflicts_with: list[str]


class Reported(Model):
    """The reported count in force at a date, and what else was reported for the same period."""

    href: str
    version: int
    key: str
    as_of: str
    precision: str
    councils: int
    basis: str
    source: str
    recorded_at: dt.datetime
    conflicts_with: list[str]
    beside: list[MembershipCount]


class Told(Model):
    """Something told of a membership; a correction has a reason, and may take the place of another."""

    number: int
    standing: str
    effective: str | None = None
    certainty: str
    source: str | None = None
    corrects: int | None = None
    corrected_by: int | None = None
    reason: str | None = None
    recorded_at: dt.datetime


class MembershipHistory(Model):
    """How a council stands on a day, and all that was told of it, whatever day that is about."""

    href: str
    version: int
    council: str
    as_at: dt.date
    standing: str
    effective: str | None = None
    certainty: str | None = None
    certain_from: dt.date | None = None
    source: str | None = None
    recorded_at: dt.datetime | None = None
    in_principle: str | None = None
    joined: str | None = None
    left: str | None = None
    earlier: list[Period]
    history: list[Told]
