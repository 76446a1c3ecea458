"""Roles: who holds one from a day on, told as a dated fact; a last day that passes is said by itself."""

from datetime import UTC, date, timedelta

from pydantic import Field

from services.councils import views
from services.councils.commands import contacts
from services.councils.commands.contacts import Person
from services.councils.domain import holders
from services.councils.domain import roles as rules
from services.councils.domain.contacts import LONGEST_RETENTION
from services.councils.domain.holders import Correction, Purpose, Wanted
from services.councils.models import HeldRole, RoleTold
from services.councils.reads import roles as reads
from shared.clock import end_of, start_of
from shared.database import Transaction
from shared.events.councils import RoleAssigned, RoleVacated
from shared.timers import Due, set_timer
from shared.values import Day
from shared.web.calls import Call
from shared.web.resources import Wish

TERM = "role-term"
"""The kind of timer for a holder's last day; its key says whether it is `ending` or `over`, and by what was told."""


class AssignRole(Wish):
    """Who holds a role from a day on (today, if none is said) and who deputises; null is nobody.

    `ends` is the holder's last day; `away_until` lets the deputy stand in up to that day. The contacts are kept for
    `retention_days` after their last day in a role. `correction` says why something is told of days that are over.
    """

    holder: Person | None
    deputy: Person | None = None
    starts: Day | None = None
    ends: Day | None = None
    away_until: Day | None = None
    purpose: Purpose = "role-duties"
    retention_days: int | None = Field(default=None, ge=1, le=LONGEST_RETENTION, strict=True)
    correction: Correction | None = None


async def assign_role(call: Call, asked: str, role: str, wish: AssignRole) -> views.RoleView:
    async with call.transaction() as change:
        council = await reads.place(change.session, asked)
        rules.refuse_others(call.caller.council, council)
        row = await _role(change, council, rules.known(council, role))
        call.expect(row)
        told = await reads.told(change.session, row.key)
        people = {one for fact in told for one in (fact.holder, fact.deputy) if one is not None}
        named = [one.email for one in (wish.holder, wish.deputy) if one is not None]
        await contacts.hold(change, council, people=people, emails=named)
        wanted = Wanted(
            holder=await contacts.keep(change, council, wish.holder, wish.retention_days),
            deputy=await contacts.keep(change, council, wish.deputy, wish.retention_days),
            starts=wish.starts or change.today,
            **wish.model_dump(include={"ends", "away_until", "purpose", "correction"}),
        )
        event = holders.assign(council, role, told, wanted, change.today)
        told.append(await tell(change, row, event, wanted))
        people |= {one for one in (wanted.holder, wanted.deputy) if one is not None}
        await contacts.keep_as_long_as_needed(change, people)
        return await call.answer(change, views.role(row, told, change.today))


async def tell(change: Transaction, row: HeldRole, event: RoleAssigned | RoleVacated, wanted: Wanted) -> RoleTold:
    """Keep what is told of a role, say it, and watch for the holder's last day."""
    change.record(event, of=row)
    await change.session.flush()
    fact = RoleTold(
        key=row.key,
        number=row.version,
        holder=wanted.holder,
        deputy=wanted.deputy,
        effective=wanted.starts,
        ends=wanted.ends,
        away_until=wanted.away_until,
        purpose=wanted.purpose,
        correction=wanted.correction,
        recorded_at=change.now,
    )
    change.session.add(fact)
    await change.session.flush()
    if fact.ends is not None:
        await set_timer(change, TERM, row.key, end_of(fact.ends), key=f"over-{fact.number}")
        notice = fact.ends - timedelta(days=holders.NOTICE_DAYS)
        if notice > change.today:
            await set_timer(change, TERM, row.key, start_of(notice), key=f"ending-{fact.number}")
    return fact


async def term_passes(change: Transaction, row: HeldRole, due: Due) -> None:
    """Say that a holder's last day comes near, or is over; nothing, if something else holds by then."""
    what, _, number = due.key.partition("-")
    told = await reads.told(change.session, row.key)
    say = holders.announce if what == "ending" else holders.vacate
    event = say(row.council, row.role, told, int(number), _day(due))
    if event is not None:
        change.record(event, of=row)


async def _role(change: Transaction, council: str, role: str) -> HeldRole:
    """Return a role, locked; nobody else names people in the council until this is done."""
    await contacts.one_at_a_time(change, council)
    key = rules.key(council, role)
    row = await change.find(HeldRole, key)
    return row or HeldRole(key=key, council=council, role=role, created_at=change.now, changed_at=change.now)


def _day(due: Due) -> date:
    return due.due_at.astimezone(UTC).date()
