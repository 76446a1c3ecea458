"""What councils delivered of what they promised: months that have begun, days that can be, and why a figure changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.councils.domain.roles import Role
from services.councils.models import DeliveryTold, KnownCall
from shared.errors import ConflictError, FieldError, NotFoundError, refuse_field
from shared.events.councils import DaysDelivered, DeliveredDays

MOST_DAYS = 500
"""More than twenty people's whole month in one role, for one call: such a figure is a slip."""


def delivered(
    known: KnownCall | None,
    told: DeliveryTold | None,
    *,
    council: str,
    month: str,
    call: str,
    role: Role,
    days: float,
    source: str,
    by_role: Role,
    reason: str | None,
    today: date,
) -> DaysDelivered:
    """Tell what a council delivered for a call in a role, beside the rest of the month; or refuse."""
    if known is None:
        raise NotFoundError(
            f"No call '{call}' was published; days are delivered for one of the calls at /api/v1/calls.",
            code="unknown-call",
            fields=(FieldError("call", "is not known"),),
        )
    if month > f"{today:%Y-%m}":
        refuse_field("month", "month-in-the-future", f"{month} has not begun; tell what was delivered once it was")
    if days > MOST_DAYS:
        refuse_field(
            "days", "days-implausible", f"{days:g} in one month are more than {MOST_DAYS}; tell them month by month"
        )
    made = DeliveredDays(call=call, project=known.project, role=role, days=days, source=source, by_role=by_role)
    held = [DeliveredDays.model_validate(one) for one in told.delivered] if told else []
    before = next((one for one in held if (one.call, one.role) == (call, role)), None)
    if before == made:
        raise ConflictError(f"That is what was told of {month} already.", code="no-change")
    if before is not None and not reason:
        refuse_field(
            "reason", "reason-missing", f"{before.days:g} days were told before; say why it is another figure now"
        )
    return DaysDelivered(
        council=council,
        month=month,
        delivered=_sorted([*(one for one in held if one is not before), made]),
        reason=reason if before is not None else None,
        effective=today.isoformat(),
    )


def rows(event: DaysDelivered) -> list[dict[str, Any]]:
    """Return what is kept of a month."""
    return [one.model_dump() for one in event.delivered]


def _sorted(found: Sequence[DeliveredDays]) -> tuple[DeliveredDays, ...]:
    return tuple(sorted(found, key=lambda one: (one.project, one.call, one.role)))
