"""What a date may be when somebody tells of something that happened."""

from datetime import date

from shared.errors import FieldError, InvalidError
from shared.values import first_day, last_day


def refuse_future(field: str, told: str, today: date) -> None:
    """Refuse a date that has not begun yet for something that is said to have happened."""
    if first_day(told) > today:
        raise InvalidError(
            f"{field}: {told} has not come yet; tell it when it has happened.",
            code="date-in-the-future",
            fields=(FieldError(field, "has not come yet"),),
        )


def refuse_disorder(field: str, told: str, *, after: str, what: str) -> None:
    """Refuse a date that certainly lies before one that it must not precede; `what` names that one in the answer."""
    if last_day(told) < first_day(after):
        raise InvalidError(
            f"{field}: {told} lies before {what}, {after}.",
            code="dates-out-of-order",
            fields=(FieldError(field, f"lies before {after}"),),
        )
