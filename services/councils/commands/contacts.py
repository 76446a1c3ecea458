"""Contacts: kept once in a council, as long as they are needed, and erased for good."""

from collections.abc import Collection, Sequence
from datetime import UTC, date

from sqlalchemy import text
from sqlmodel import col, select

from services.councils.domain import contacts as rules
from services.councils.domain import holders
from services.councils.models import Contact
from services.councils.reads import roles as reads
from shared.clock import end_of
from shared.database import Transaction
from shared.events.councils import RoleLeft
from shared.outbox.record import new_id
from shared.timers import Due, drop_timer, set_timer
from shared.values import Email, Name, Phone
from shared.web.resources import Wish

RETENTION = "contact-retention"
"""The kind of timer under which a contact is erased when it is not needed any more."""

# the first number only has to be ours; who names people in one council comes after who does so at this moment
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7200101, hashtext(:council))")


class Person(Wish):
    """A person as a contact; who has the same e-mail address in the same council is the same person."""

    name: Name
    email: Email
    phone: Phone | None = None


async def one_at_a_time(change: Transaction, council: str) -> None:
    """Wait for who else names or erases people in a council: nobody is kept twice, no two wait for each other."""
    await change.connection.execute(ONE_AT_A_TIME, {"council": council})


async def hold(
    change: Transaction, council: str | None, *, people: Collection[str] = (), emails: Collection[str] = ()
) -> list[Contact]:
    """Return contacts of a council (of all, if none is named), locked in the order in which everybody locks them."""
    wanted = col(Contact.person).in_(people) | col(Contact.email).in_(emails)
    query = select(Contact).where(wanted).order_by(col(Contact.person)).with_for_update()
    if council is not None:
        query = query.where(Contact.council == council)
    return list(await change.session.exec(query.execution_options(populate_existing=True)))


async def keep(change: Transaction, council: str, person: Person | None, retention_days: int | None) -> str | None:
    """Keep a person as a contact of a council, once, with what is said of them now; return the id."""
    if person is None:
        return None
    row = next(iter(await hold(change, council, emails=[person.email])), None)
    if row is None:
        row = Contact(
            person=str(new_id()),
            council=council,
            name=person.name,
            email=person.email,
            retention_days=rules.RETENTION_DAYS,
            created_at=change.now,
            changed_at=change.now,
        )
    said = {"name": person.name, "phone": person.phone, "retention_days": retention_days or row.retention_days}
    if any(getattr(row, name) != value for name, value in said.items()):
        row.sqlmodel_update(said)
        row.changed_at = change.now
    change.session.add(row)
    await change.session.flush()
    return row.person


async def keep_as_long_as_needed(change: Transaction, people: Collection[str]) -> None:
    """Let each of these be erased when they have been in no role for long enough, and nobody who is in one."""
    for row in await hold(change, None, people=people):
        if row.erased_on is None:
            await _keep_as_long_as_needed(change, row)


async def expire(change: Transaction, row: Contact, due: Due) -> None:
    """Erase a contact whose time is over; one that is in a role again, or was until lately, is kept."""
    if row.erased_on is not None:
        return
    until = rules.kept_until(row, holders.last_day(row.person, await reads.told_of(change.session, row.person)))
    if until is None or end_of(until) > due.due_at:
        await _keep_as_long_as_needed(change, row)
        return
    await forget(change, row, rules.RETENTION_OVER, [], due.due_at.astimezone(UTC).date())


async def forget(change: Transaction, row: Contact, because: str, roles: Sequence[RoleLeft], day: date) -> None:
    """Take a person's data away, and say so; the row is locked, so that nobody is being shown it."""
    shown = (await reads.disclosures(change.session, [row.person]))[row.person]
    event = rules.erase(row, because, roles, shown, day)
    row.name = row.email = row.phone = row.expires_on = None
    row.erased_on, row.erased_because = day, because
    change.record(event, of=row)
    await drop_timer(change, RETENTION, row.person)


async def _keep_as_long_as_needed(change: Transaction, row: Contact) -> None:
    told = await reads.told_of(change.session, row.person)
    row.expires_on = rules.kept_until(row, holders.last_day(row.person, told))
    if row.expires_on is None:
        await drop_timer(change, RETENTION, row.person)
    else:
        await set_timer(change, RETENTION, row.person, end_of(row.expires_on))
