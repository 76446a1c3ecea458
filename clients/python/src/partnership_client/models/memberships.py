"""What the services answer about memberships."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model
from partnership_client.models.councils import Period


class Membership(Model):
    """A council's membership: the period asked for (the latest, if no date was), and those before it."""

    href: str
    version: int
    council: str
    joined: str | None = None
    certainty: str
    certain_from: dt.date
    source: str | None = None
    left: str | None = None
    earlier: list[Period]


class MembershipCount(Model):
    """How many councils were members, as a source says."""

    href: str
    version: int
    key: str
    as_of: str
    councils: int
    basis: str
    source: str


class Reported(Model):
    """The reported count in force at a date, and what else was reported for the same period."""

    href: str
    version: int
    key: str
    as_of: str
    councils: int
    basis: str
    source: str
    beside: list[MembershipCount]
