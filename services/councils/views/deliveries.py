"""What answers show of what councils delivered, and of that beside what they promised."""

from collections.abc import Sequence
from datetime import date, datetime

from services.councils.domain.balance import MonthBalance, total
from services.councils.models import DeliveryTold
from services.councils.views.base import BASE
from shared.web.resources import Resource, View


class DeliveredView(View):
    """Days delivered for a call in a role, where that is recorded, and which role told it."""

    project: str
    call: str
    role: str
    days: float
    source: str
    by_role: str


class DeliveryView(Resource):
    """What a council delivered in a month; version 0: it has not said. `reason` says why a figure was changed."""

    council: str
    month: str
    delivered: list[DeliveredView]
    reason: str | None = None
    effective: date | None = None
    recorded_at: datetime | None = None


class BalanceLineView(View):
    """Delivered beside promised; null: not told. `difference` is delivered less promised."""

    project: str
    call: str
    role: str
    promised: float
    delivered: float | None
    difference: float | None


class RoleBalanceView(View):
    """A role over all calls, beside what the council has to give of it; null: not told.

    `over_committed` days were promised beyond that, `free` days of it were not promised.
    """

    role: str
    capacity: float | None
    promised: float
    delivered: float | None
    over_committed: float | None
    free: float | None


class MonthBalanceView(View):
    month: str
    lines: list[BalanceLineView]
    roles: list[RoleBalanceView]


class BalanceView(View):
    """What a council promised and delivered from month to month, as it was told by `as_at`; for nobody else to see."""

    href: str
    council: str
    first: str
    last: str
    as_at: date
    promised: float
    delivered: float | None
    months: list[MonthBalanceView]


def delivery(row: DeliveryTold) -> DeliveryView:
    return DeliveryView(
        href=_month(row.council, row.month),
        version=row.number,
        council=row.council,
        month=row.month,
        delivered=[DeliveredView.model_validate(one) for one in row.delivered],
        reason=row.reason,
        effective=row.effective,
        recorded_at=row.recorded_at,
    )


def nothing_delivered(council: str, month: str) -> DeliveryView:
    return DeliveryView(href=_month(council, month), version=0, council=council, month=month, delivered=[])


def balance(council: str, as_at: date, found: Sequence[MonthBalance]) -> BalanceView:
    every = [line for month in found for line in month.lines]
    return BalanceView(
        href=f"{BASE}/commitments/balance/{council}",
        council=council,
        first=found[0].month,
        last=found[-1].month,
        as_at=as_at,
        promised=sum(line.promised for line in every),
        delivered=total(line.delivered for line in every),
        months=[
            MonthBalanceView(
                month=one.month,
                lines=[BalanceLineView.model_validate(line, from_attributes=True) for line in one.lines],
                roles=[RoleBalanceView.model_validate(role, from_attributes=True) for role in one.roles],
            )
            for one in found
        ],
    )


def _month(council: str, month: str) -> str:
    return f"{BASE}/commitments/delivered/{council}/{month}"
