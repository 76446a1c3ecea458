"""What answers show of roles and who holds them; the contacts' own data only where it was written down that it is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.councils.domain import holders
from services.councils.domain.holders import Gap
from services.councils.domain.roles import ROLES, Role
from services.councils.models import Contact, HeldRole, RoleTold
from services.councils.views.base import BASE
from shared.web.resources import Page, Resource, View


class DescribedRoleView(View):
    """A role, and whether every council has one or the programme has it once."""

    role: str
    name: str
    description: str
    held_for: str


class RolesView(View):
    items: list[DescribedRoleView]


class PersonView(View):
    """A person in a role. Of an erased contact only the id is left; an answer to a change shows no more either."""

    person: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    erased: bool = False


class RoleToldView(View):
    """What was told of a role: from `effective` on, until something else holds."""

    holder: str | None = None
    deputy: str | None = None
    effective: date
    ends: date | None = None
    away_until: date | None = None
    purpose: str
    correction: str | None = None
    recorded_at: datetime


class RoleView(Resource):
    """Who holds a role on a day; version 0: nobody was ever named. `gaps` says what is missing.

    `since` is the day from which it is so, `ends` the holder's last one; `reached` is whoever is reached just then:
    the deputy, while there is no holder or the holder is away.
    """

    council: str
    role: str
    as_at: date
    holder: PersonView | None = None
    deputy: PersonView | None = None
    reached: str | None = None
    since: date | None = None
    ends: date | None = None
    away_until: date | None = None
    purpose: str | None = None
    gaps: list[Gap]
    recorded_at: datetime | None = None
    history: list[RoleToldView]


class GapView(View):
    """A role that lacks a holder or a deputy on a day, or will lack a holder soon."""

    href: str
    council: str
    role: str
    gaps: list[Gap]
    since: date | None = None
    ends: date | None = None


class GapCounts(View):
    """How many roles there are, how many lack something, and what; a role may lack both, and counts in each."""

    roles: int
    with_gap: int
    gaps: dict[str, int]


class GapsPage(Page[GapView]):
    """The gaps on a day; `counts` are of all of them, whatever page this is."""

    as_at: date
    within_days: int
    counts: GapCounts


def roles() -> RolesView:
    return RolesView(items=[described(role) for role in ROLES])


def described(role: Role) -> DescribedRoleView:
    one = ROLES[role]
    return DescribedRoleView(role=role, name=one.name, description=one.description, held_for=one.held_for)


def role(row: HeldRole, told: Sequence[RoleTold], day: date, contacts: Mapping[str, Contact] | None = None) -> RoleView:
    """Show a role as at a day, with the data of those contacts that are given; history is by ids alone."""
    fact = holders.in_force(told, day)
    held = holders.holder(fact, day)
    reached = holders.reached(fact, day)
    return RoleView(
        href=address(row.council, row.role),
        version=row.version,
        council=row.council,
        role=row.role,
        as_at=day,
        holder=_person(held, contacts or {}),
        deputy=_person(fact.deputy if fact else None, contacts or {}),
        reached=reached[0] if reached else None,
        gaps=holders.gaps(fact, day, holders.NOTICE_DAYS),
        history=[RoleToldView.model_validate(one, from_attributes=True) for one in told if one.effective <= day],
        **_dates(fact),
    )


def gap(council: str, of: str, fact: RoleTold | None, missing: list[Gap]) -> GapView:
    return GapView(
        href=address(council, of),
        council=council,
        role=of,
        gaps=missing,
        since=fact.effective if fact else None,
        ends=fact.ends if fact else None,
    )


def address(council: str, of: str) -> str:
    return f"{BASE}/roles/{council}/{of}"


def _dates(fact: RoleTold | None) -> dict[str, Any]:
    if fact is None:
        return {}
    return {
        "since": fact.effective,
        "ends": fact.ends,
        "away_until": fact.away_until,
        "purpose": fact.purpose,
        "recorded_at": fact.recorded_at,
    }


def _person(person: str | None, contacts: Mapping[str, Contact]) -> PersonView | None:
    if person is None:
        return None
    kept = contacts.get(person)
    if kept is None:
        return PersonView(person=person)
    return PersonView(
        person=person, name=kept.name, email=kept.email, phone=kept.phone, erased=kept.erased_on is not None
    )
