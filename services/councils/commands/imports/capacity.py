"""Capacity as other systems report it: how many days of a role's work a council has to give in a month."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.commands import capacity
from services.councils.commands.imports.base import COUNCIL, CouncilKind, OfCouncil
from services.councils.domain.roles import Role
from services.councils.models import Capacity
from shared.database import Transaction
from shared.imports.kinds import Column, Standing, number
from shared.values import Days, Month

# a month carries what it has of every role; the version of one role is that at which its own days last changed
SINCE = text("""
    SELECT council, month, role, days, number FROM (
      SELECT told.council, told.month, one.role, one.days, told.number,
             lag(one.days) OVER (PARTITION BY told.council, told.month, one.role ORDER BY told.number) AS before
      FROM capacity_told AS told
      JOIN unnest(CAST(:councils AS varchar[]), CAST(:months AS varchar[])) AS wanted (council, month)
        ON told.council = wanted.council AND told.month = wanted.month
      CROSS JOIN LATERAL jsonb_to_recordset(told.given) AS one (role varchar, days double precision)
    ) AS history
    WHERE days IS DISTINCT FROM before
    ORDER BY council, month, role, number""")

Place = tuple[str, str]
"""A council and a month."""


class CapacityReported(OfCouncil):
    """How many days of a role's work a council has to give in a month."""

    month: Month
    role: Role
    days: Days


@dataclass(slots=True)
class MonthHeld:
    """A month as it stands: its row, if it has one, and what it has of each role, since which version."""

    row: Capacity | None
    held: Mapping[str, tuple[float, int]]


class CapacityReports(CouncilKind[CapacityReported]):
    """Capacity by council, month and role."""

    name = "capacity"
    event = "council.capacity-reported.v1"
    says = "How many days of a role's work a council has to give in a month."
    wish = CapacityReported
    columns = (
        COUNCIL,
        Column("month", "the month, as 2027-01", required=True),
        Column("role", "the role whose work it is", required=True),
        Column("days", "how many days, in quarters of a day", required=True, read=number),
    )
    identity = frozenset({"council", "month", "role"})
    main = "days"
    scope = scope_of_office = "adoptions:write"

    def key(self, wish: CapacityReported) -> str:
        return f"{wish.council}/{wish.month}/{wish.role}"

    async def standing(
        self, session: AsyncSession, wishes: Sequence[CapacityReported], *, lock: bool
    ) -> list[Standing]:
        places = sorted({_place(wish) for wish in wishes})
        query = select(Capacity).where(tuple_(col(Capacity.council), col(Capacity.month)).in_(places))
        if lock:
            query = query.order_by(col(Capacity.council), col(Capacity.month)).with_for_update()
        found = await session.exec(query, execution_options={"populate_existing": lock})
        rows = {(row.council, row.month): row for row in found}
        held: dict[Place, dict[str, tuple[float, int]]] = defaultdict(dict)
        values = {"councils": [council for council, _ in places], "months": [month for _, month in places]}
        for one in await (await session.connection()).execute(SINCE, values):
            held[one.council, one.month][one.role] = (one.days, one.number)
        months = {place: MonthHeld(rows.get(place), held[place]) for place in places}
        return [_standing(wish, months[_place(wish)]) for wish in wishes]

    def check(self, wish: CapacityReported, standing: Standing, today: date) -> None:
        """Take whatever has the right form: a month has what its council says."""

    async def apply(
        self,
        change: Transaction,
        told: Sequence[tuple[CapacityReported, Standing]],
        reason: str | None,  # noqa: ARG002 - what a month has now says nothing of what it had
    ) -> list[int]:
        months: dict[Place, tuple[MonthHeld, dict[str, float]]] = {}
        for wish, then in told:
            _, wanted = months.setdefault(
                _place(wish), (then.rows, {role: days for role, (days, _) in then.rows.held.items()})
            )
            wanted[wish.role] = wish.days
        rows = {place: month.row or _new(change, place) for place, (month, _) in months.items()}
        kept = [capacity.tell(change, rows[place], wanted) for place, (_, wanted) in months.items()]
        await change.flush()
        change.session.add_all(kept)
        return [rows[_place(wish)].version for wish, _ in told]


def _place(wish: CapacityReported) -> Place:
    return str(wish.council), wish.month


def _standing(wish: CapacityReported, month: MonthHeld) -> Standing:
    days, since = month.held.get(wish.role, (None, 0))
    return Standing(
        content=None if days is None else {"days": days},
        version=since,
        aggregate=("capacity", f"{wish.council}.{wish.month}"),
        rows=month,
    )


def _new(change: Transaction, place: Place) -> Capacity:
    council, month = place
    return Capacity(council=council, month=month, created_at=change.now, changed_at=change.now)
