"""What the services answer about councils."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from pydantic import Field

from partnership_client.base import Model


class Code(Model):
    """A GSS code of a council, with the dates it was live as far as they are known."""

    gss_code: str
    live: bool
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None


class Period(Model):
    """When a council is or was there; `certain_from` is the first day on which it certainly was."""

    in_principle: str | None = None
    joined: str | None = None
    certainty: str
    certain_from: dt.date
    source: str | None = None
    left: str | None = None


class Council(Model):
    """A council. `asked_for` is the code it was asked by, and `retired` says whether that code is retired.

    `gss_code` is the live code, whatever day is asked for; `gss_code_then` is the one that it had on the day `as_at`,
    null where no source says which that was. `membership` is its latest period as a member by that day.
    """

    href: str
    version: int
    slug: str
    name: str
    gaelic_name: str | None = None
    statutory_name: str | None = None
    area_name: str | None = None
    gss_code: str
    code3: str | None = None
    former_gss_codes: list[str]
    codes: list[Code]
    population: int | None = None
    population_year: int | None = None
    website: str | None = None
    as_at: dt.date
    gss_code_then: str | None = None
    membership: Period | None = None
    asked_for: str | None = None
    retired: bool = False


class Grouped(Model):
    """A council that is in a group, and since when."""

    council: str
    since: str
    source: str | None = None
    recorded_at: dt.datetime


class FamilyGroup(Model):
    """A family group with the councils in it on a day."""

    href: str
    version: int
    key: str
    name: str
    source: str
    as_at: dt.date
    councils: list[Grouped]


class GroupTold(Model):
    """Something told of a council and a group; a correction has a reason, and may take the place of another."""

    number: int
    council: str
    standing: str
    from_: str = Field(alias="from")
    source: str | None = None
    corrects: int | None = None
    corrected_by: int | None = None
    reason: str | None = None
    recorded_at: dt.datetime


class FamilyGroupHistory(Model):
    """A family group with all that was told of it."""

    href: str
    version: int
    key: str
    name: str
    source: str
    as_at: dt.date
    councils: list[Grouped]
    history: list[GroupTold]
