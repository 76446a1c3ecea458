"""Erasing what is kept of a person, on request: at once, with everybody named who had been sent any of it."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import col, select

from services.councils import views
from services.councils.commands import contacts, roles
from services.councils.domain import holders
from services.councils.domain import roles as rules
from services.councils.domain.contacts import Because
from services.councils.domain.holders import Purpose, Wanted
from services.councils.models import Contact, HeldRole, RoleTold
from services.councils.reads import roles as reads
from services.councils.views.contacts import erasure
from shared.database import Transaction
from shared.errors import NotFoundError
from shared.events.councils import RoleAssigned, RoleLeft, RoleVacated
from shared.values import Email
from shared.web.calls import Call
from shared.web.resources import Wish

PersonId = Annotated[str, Field(pattern="^[0-9a-f-]{36}$")]


class EraseContacts(Wish):
    """Who is to be forgotten, by the address or by the id of the contact, and why."""

    email: Email | None = None
    person: PersonId | None = None
    reason: Because

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.email is None) == (self.person is None):
            raise ValueError("must name either an email or a person")
        return self


async def erase(call: Call, wish: EraseContacts) -> views.ErasedView:
    """Erase a person: for a council's client what its council holds, for the Office all.

    No Idempotency-Key is kept for it, as a digest of the address would be kept with it; to erase twice is refused.
    """
    async with call.database.transaction(call.cause) as change:
        found = await _found(call, change, wish)
        for council in sorted({one.council for one in found}):
            await contacts.one_at_a_time(change, council)
        held = await _roles(change, [one.person for one in found])
        erased: list[views.ErasureView] = []
        for row in await contacts.hold(change, None, people=[one.person for one in found]):
            left = [one for role in held.get(row.person, []) for one in await _leave(change, role, row.person)]
            shown = (await reads.disclosures(change.session, [row.person]))[row.person]
            await contacts.forget(change, row, wish.reason, left, change.today)
            parted = [views.RoleLeftView(council=row.council, role=one.role, place=one.place) for one in left]
            erased.append(erasure(row, parted, shown))
        return views.ErasedView(erased=erased)


async def _found(call: Call, change: Transaction, wish: EraseContacts) -> list[Contact]:
    query = select(Contact).where(Contact.person == wish.person if wish.person else Contact.email == wish.email)
    if call.caller.council is not None:
        query = query.where(Contact.council == call.caller.council)
    rows = list(await change.session.exec(query.order_by(col(Contact.person))))
    if not rows:
        raise NotFoundError(
            "Nothing is held under that, or it was erased before: GET /api/v1/roles/erasures lists what was.",
            code="nothing-held",
        )
    return rows


async def _roles(change: Transaction, people: list[str]) -> dict[str, list[HeldRole]]:
    """Return the roles that each of some people was ever named for, locked in the order of their keys."""
    by_person = {person: set(await reads.told_of(change.session, person)) for person in people}
    every = sorted(set().union(*by_person.values()))
    locked = {key: await change.lock(HeldRole, key) for key in every}
    return {person: [locked[key] for key in sorted(keys)] for person, keys in by_person.items()}


async def _leave(change: Transaction, row: HeldRole, person: str) -> list[RoleLeft]:
    """Tell a role anew without a person, for today and for every day ahead that names them."""
    told = await reads.told(change.session, row.key)
    left: list[RoleLeft] = []
    for fact in holders.without(person, told, change.today):
        holds = fact.holder == person
        held = None if holds or holders.has_ended(fact, change.today) else fact.holder
        wanted = Wanted(
            holder=held,
            deputy=None if fact.deputy == person else fact.deputy,
            starts=max(fact.effective, change.today),
            ends=fact.ends if held else None,
            away_until=fact.away_until if held else None,
            purpose=_purpose(fact),
        )
        await roles.tell(change, row, _said(row, wanted, vacated=holds), wanted)
        left.append(RoleLeft(role=rules.known(row.council, row.role), place="holder" if holds else "deputy"))
    return left


def _said(row: HeldRole, wanted: Wanted, *, vacated: bool) -> RoleAssigned | RoleVacated:
    day: date = wanted.starts
    if vacated:
        return RoleVacated(
            council=row.council, role=row.role, because="erased", deputy=wanted.deputy, effective=day.isoformat()
        )
    return RoleAssigned(
        council=row.council,
        role=row.role,
        holder=wanted.holder,
        deputy=wanted.deputy,
        effective=day.isoformat(),
        ends=wanted.ends.isoformat() if wanted.ends else None,
        away_until=wanted.away_until.isoformat() if wanted.away_until else None,
    )


def _purpose(fact: RoleTold) -> Purpose:
    return "security-incidents" if fact.purpose == "security-incidents" else "role-duties"
