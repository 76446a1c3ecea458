"""Showing what is kept of people: to a client, to the person it is about, to a service; each showing written down."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field
from sqlmodel import col, select

from services.councils import views
from services.councils.domain import holders
from services.councils.domain import roles as rules
from services.councils.domain.contacts import SHOWN, SUBJECT_ACCESS, Use
from services.councils.models import Contact, Disclosure, HeldRole
from services.councils.reads import roles as reads
from services.councils.views.contacts import held
from shared.database import Transaction
from shared.errors import ConflictError, NotFoundError
from shared.events.councils.questions import RoleAddress, RoleAddressAsked
from shared.values import Email
from shared.web.calls import Call
from shared.web.resources import Wish

SENT_TO_SERVICES = ("name", "email")


class ExportContacts(Wish):
    """Whose data is asked for."""

    email: Email = Field(description="the address under which the person is kept")


async def show_role(call: Call, asked: str, role: str, day: date, use: Use) -> views.RoleView:
    """Show a role with the contacts of who holds it on a day; that they were shown is written down before they are."""
    async with call.transaction() as change:
        council = await reads.place(change.session, asked)
        rules.refuse_others(call.caller.council, council)
        key = rules.key(council, rules.known(council, role))
        # one that nobody was ever named for is shown as such, and not kept
        row = await change.session.get(HeldRole, key)
        row = row or HeldRole(key=key, council=council, role=role, created_at=change.now, changed_at=change.now)
        told = await reads.told(change.session, key)
        fact = holders.in_force(told, day)
        people = {one for one in (holders.holder(fact, day), fact.deputy if fact else None) if one is not None}
        contacts = await reads.contacts(change.session, people)
        _write_down(change, contacts.values(), f"client:{call.caller.client}", use, role=role)
        return views.role(row, told, day, contacts)


async def export(call: Call, wish: ExportContacts) -> views.ExportView:
    """Return everything held under an address: for a council's client what its council holds, for the Office all.

    No Idempotency-Key is kept for it, as the answer would be kept with it.
    """
    async with call.database.transaction(call.cause) as change:
        query = select(Contact).where(Contact.email == wish.email).order_by(col(Contact.council))
        if call.caller.council is not None:
            query = query.where(Contact.council == call.caller.council)
        people = [row.person for row in await change.session.exec(query)]
        contacts = await reads.contacts(change.session, people)
        _write_down(change, contacts.values(), f"client:{call.caller.client}", SUBJECT_ACCESS)
        await change.session.flush()
        shown = await reads.disclosures(change.session, people)
        return views.ExportView(
            exported_at=change.now,
            contacts=[
                held(contacts[person], await reads.told_of(change.session, person), shown[person])
                for person in people
                if person in contacts and contacts[person].erased_on is None
            ],
        )


async def tell_address(change: Transaction, asked: RoleAddressAsked, asker: str) -> RoleAddress:
    """Return how a role is reached today, for one message of a service; or refuse by name."""
    try:
        council = await reads.place(change.session, asked.council)
    except NotFoundError as error:
        raise NotFoundError(error.detail, code="unknown-council") from error
    role = rules.known(council, asked.role)
    fact = holders.in_force(await reads.told(change.session, rules.key(council, role)), change.today)
    reached = holders.reached(fact, change.today)
    contacts = await reads.contacts(change.session, [reached[0]] if reached else [])
    contact = contacts.get(reached[0]) if reached else None
    if reached is None or contact is None or contact.name is None or contact.email is None:
        raise ConflictError(f"Nobody holds the role '{role}' for '{council}' or deputises.", code="role-vacant")
    _write_down(change, [contact], f"service:{asker}", asked.purpose, role=role, fields=SENT_TO_SERVICES)
    return RoleAddress(
        council=council,
        role=role,
        person=contact.person,
        deputised=reached[1],
        name=contact.name,
        email=contact.email,
    )


def _write_down(
    change: Transaction,
    shown: Iterable[Contact],
    recipient: str,
    purpose: str,
    *,
    role: str | None = None,
    fields: Iterable[str] = SHOWN,
) -> None:
    for contact in shown:
        told = [name for name in fields if getattr(contact, name) is not None]
        if told:
            change.session.add(
                Disclosure(
                    person=contact.person,
                    recipient=recipient,
                    fields=told,
                    role=role,
                    purpose=purpose,
                    shown_at=change.now,
                )
            )
