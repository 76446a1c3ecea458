"""Who holds a role on a day: what was told of it, what may be told, and where a holder or a deputy is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from services.councils.models import RoleTold
from shared.errors import ConflictError, refuse_field
from shared.events.councils import RoleAssigned, RoleEndAnnounced, RoleVacated

Purpose = Literal["role-duties", "security-incidents"]
"""What a contact is kept for: to be reached about what the role answers for, or when there is a security incident."""

Correction = Literal["told-late", "recorded-by-mistake"]
"""Why something is told of days of which something else was told before."""

Gap = Literal["no-holder", "ended", "ending", "no-deputy"]
GAPS: tuple[Gap, ...] = ("no-holder", "ended", "ending", "no-deputy")

NOTICE_DAYS = 30
"""So long before a holder's last day it is announced; and so far ahead a gap is looked for, unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to hold a role from a day on, by the ids of their contacts."""

    holder: str | None
    deputy: str | None
    starts: date
    ends: date | None
    away_until: date | None
    purpose: Purpose
    correction: Correction | None = None


def in_force(told: Iterable[RoleTold], day: date) -> RoleTold | None:
    """Return what holds of a role on a day: told of the latest day not after it, and of one day what was told last."""
    before = [fact for fact in told if fact.effective <= day]
    return max(before, key=lambda fact: (fact.effective, fact.number), default=None)


def has_ended(fact: RoleTold, day: date) -> bool:
    """Say whether the holder's last day is over on a day."""
    return fact.ends is not None and fact.ends < day


def holder(fact: RoleTold | None, day: date) -> str | None:
    """Return who holds a role on a day, by what holds of it then."""
    return None if fact is None or has_ended(fact, day) else fact.holder


def reached(fact: RoleTold | None, day: date) -> tuple[str, bool] | None:
    """Return who is to be reached for a role on a day, and whether that is the deputy; None where there is nobody.

    The deputy stands in where there is no holder, or where the holder is away; a holder without a deputy is reached
    although away.
    """
    if fact is None:
        return None
    held = holder(fact, day)
    away = fact.away_until is not None and day <= fact.away_until
    if fact.deputy is not None and (held is None or away):
        return fact.deputy, True
    return (held, False) if held is not None else None


def gaps(fact: RoleTold | None, day: date, within: int) -> list[Gap]:
    """Return what is missing of a role on a day, or will be within so many days."""
    found: list[Gap] = []
    if fact is None or fact.holder is None:
        found.append("no-holder")
    elif has_ended(fact, day):
        found.append("ended")
    elif fact.ends is not None and fact.ends <= day + timedelta(days=within):
        found.append("ending")
    if fact is None or fact.deputy is None:
        found.append("no-deputy")
    return found


def assign(
    council: str, role: str, told: Sequence[RoleTold], wanted: Wanted, today: date
) -> RoleAssigned | RoleVacated:
    """Name who holds a role from a day on, or refuse."""
    _refuse_disorder(wanted)
    before = in_force(told, wanted.starts)
    later = [fact for fact in told if fact.effective >= wanted.starts]
    ended = before is not None and has_ended(before, wanted.starts)
    as_before = before is not None and not ended and _says(before) == _says(wanted)
    if as_before and not any(fact.effective > wanted.starts for fact in later):
        raise ConflictError("That is who holds the role already.", code="no-change")
    if before is None and not later and wanted.holder is None and wanted.deputy is None:
        raise ConflictError("Nobody holds the role, and nobody was named for it.", code="no-change")
    if later and wanted.starts < today and wanted.correction is None:
        refuse_field(
            "correction",
            "reason-missing",
            f"something else was told of {wanted.starts} or later; say why: told-late or recorded-by-mistake",
        )
    deputy, effective = wanted.deputy, wanted.starts.isoformat()
    if wanted.holder is None and holder(before, wanted.starts) is not None:
        return RoleVacated(council=council, role=role, because="given-up", deputy=deputy, effective=effective)
    return RoleAssigned(
        council=council,
        role=role,
        holder=wanted.holder,
        deputy=deputy,
        effective=effective,
        ends=_text(wanted.ends),
        away_until=_text(wanted.away_until),
        correction=wanted.correction,
    )


def announce(council: str, role: str, told: Sequence[RoleTold], number: int, day: date) -> RoleEndAnnounced | None:
    """Announce a holder's last day, if what was told as `number` still holds then and nobody is named to follow."""
    fact = _still(told, number)
    if fact is None or fact.ends is None or in_force(told, fact.ends + timedelta(days=1)) is not fact:
        return None
    return RoleEndAnnounced(
        council=council, role=role, ends=fact.ends.isoformat(), days=(fact.ends - day).days, effective=day.isoformat()
    )


def vacate(council: str, role: str, told: Sequence[RoleTold], number: int, day: date) -> RoleVacated | None:
    """Say that a role has no holder from a day on, if what was told as `number` is what holds on it."""
    fact = _still(told, number)
    if fact is None or fact.ends is None or fact.ends >= day or in_force(told, day) is not fact:
        return None
    return RoleVacated(council=council, role=role, because="term-ended", deputy=fact.deputy, effective=day.isoformat())


def without(person: str, told: Sequence[RoleTold], today: date) -> list[RoleTold]:
    """Return what of a role's present and future names a person, and so has to be told anew without them."""
    now = in_force(told, today)
    days = sorted({fact.effective for fact in told if fact.effective > today})
    ahead = [in_force(told, day) for day in days]
    return [
        fact
        for fact in (now, *ahead)
        if fact is not None and (fact.deputy == person or (fact.holder == person and not has_ended(fact, today)))
    ]


def last_day(person: str, told: Mapping[str, Sequence[RoleTold]]) -> date | None:
    """Return the last day on which a person is in any of these roles; None while that has no end."""
    last = date.min
    for facts in told.values():
        for fact in facts:
            if person not in {fact.holder, fact.deputy}:
                continue
            followed = min((one.effective for one in facts if _follows(one, fact)), default=None)
            until = followed - timedelta(days=1) if followed else None
            if fact.deputy != person and fact.ends is not None:
                until = min(fact.ends, until) if until else fact.ends
            if until is None:
                return None
            # who was named by mistake was in the role for no day, and counts from the one that was said
            last = max(last, until, fact.effective)
    return last


def _follows(one: RoleTold, fact: RoleTold) -> bool:
    return one.effective > fact.effective or (one.effective == fact.effective and one.number > fact.number)


def _still(told: Sequence[RoleTold], number: int) -> RoleTold | None:
    return next((fact for fact in told if fact.number == number), None)


def _says(one: RoleTold | Wanted) -> tuple[object, ...]:
    return one.holder, one.deputy, one.ends, one.away_until, one.purpose


def _refuse_disorder(wanted: Wanted) -> None:
    for field, day in (("ends", wanted.ends), ("away_until", wanted.away_until)):
        if day is None:
            continue
        if wanted.holder is None:
            refuse_field(field, "no-holder", "is said of a holder, and none is named")
        if day < wanted.starts:
            refuse_field(field, "dates-out-of-order", f"{day} lies before the first day, {wanted.starts}")
    if wanted.holder is not None and wanted.holder == wanted.deputy:
        refuse_field("deputy", "deputy-is-holder", "must be somebody else than the holder")


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
