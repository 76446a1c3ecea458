"""What the services answer about roles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model


class DescribedRole(Model):
    """A role, and whether every council has one or the programme has it once."""

    role: str
    name: str
    description: str
    held_for: str


class RoleList(Model):
    """Roles."""

    items: list[DescribedRole]


class Person(Model):
    """A person in a role. Of an erased contact only the id is left; an answer to a change shows no more either."""

    person: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    erased: bool = False


class RoleTold(Model):
    """What was told of a role: from `effective` on, until something else holds."""

    holder: str | None = None
    deputy: str | None = None
    effective: dt.date
    ends: dt.date | None = None
    away_until: dt.date | None = None
    purpose: str
    correction: str | None = None
    recorded_at: dt.datetime


class Role(Model):
    """Who holds a role on a day; version 0: nobody was ever named. `gaps` says what is missing.

    `since` is the day from which it is so, `ends` the holder's last one; `reached` is whoever is reached just then:
    the deputy, while there is no holder or the holder is away.
    """

    href: str
    version: int
    council: str
    role: str
    as_at: dt.date
    holder: Person | None = None
    deputy: Person | None = None
    reached: str | None = None
    since: dt.date | None = None
    ends: dt.date | None = None
    away_until: dt.date | None = None
    purpose: str | None = None
    gaps: list[str]
    recorded_at: dt.datetime | None = None
    history: list[RoleTold]


class Gap(Model):
    """A role that lacks a holder or a deputy on a day, or will lack a holder soon."""

    href: str
    council: str
    role: str
    gaps: list[str]
    since: dt.date | None = None
    ends: dt.date | None = None


class GapCounts(Model):
    """How many roles there are, how many lack something, and what; a role may lack both, and counts in each."""

    roles: int
    with_gap: int
    gaps: dict[str, int]


class RoleOfPerson(Model):
    """A role that a person holds or held, or deputised in (`place`)."""

    holder: str | None = None
    deputy: str | None = None
    effective: dt.date
    ends: dt.date | None = None
    away_until: dt.date | None = None
    purpose: str
    correction: str | None = None
    recorded_at: dt.datetime
    role: str
    place: str


class Disclosure(Model):
    """That some data was shown: to which client or service, which fields, for which role and purpose, and when."""

    recipient: str
    fields: list[str]
    role: str | None = None
    purpose: str
    shown_at: dt.datetime


class HeldOfPerson(Model):
    """Everything that is held of a person in one council, or for the programme."""

    person: str
    council: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    retention_days: int
    expires_on: dt.date | None = None
    recorded_at: dt.datetime
    changed_at: dt.datetime
    roles: list[RoleOfPerson]
    disclosures: list[Disclosure]


class Export(Model):
    """Everything held under an e-mail address, as far as the client may see it; nothing held is an answer too."""

    exported_at: dt.datetime
    contacts: list[HeldOfPerson]


class RoleLeft(Model):
    """A role that is without a holder or a deputy since a contact was erased."""

    council: str
    role: str
    place: str


class Erasure(Model):
    """That a contact was erased: `told` is everybody who had been sent its data, and when, to be told of it."""

    person: str
    council: str
    because: str
    erased_on: dt.date
    roles: list[RoleLeft]
    told: list[Disclosure]


class Erased(Model):
    """What an erasure erased; one person may have been a contact of several councils."""

    erased: list[Erasure]
