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
    """When a council is or was a member; `certain_from` is the first day on which it certainly was."""

    joined: str | None = None
    certainty: str
    certain_from: dt.date
    source: str | None = None
    left: str | None = None


class Council(Model):
    """A council. `asked_for` is the code it was asked by, and `retired` says whether that code is retired."""

    href: str
    version: int
    slug: str
    name: str
    gaelic_name: str | None = None
    statutory_name: str | None = None
    area_name: str | None = None
    gss_code: str
    former_gss_codes: list[str]
    codes: list[Code]
    population: int | None = None
    population_year: int | None = None
    website: str | None = None
    membership: Period | None = None
    asked_for: str | None = None
    retired: bool = False
