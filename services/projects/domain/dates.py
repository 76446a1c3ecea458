"""What a date may be when somebody tells of something that happened."""

from datetime import date

from shared.errors import FieldError, InvalidError
from shared.values import first_day, last_day


def refuse_future(field: str, told: str, today: date) -> None:
    """Refuse a date that may lie ahead for something that is said to have happened: it counts from its last day."""
    if first_day(told) > today:
        message = f"{told} has not come yet; tell it when it has happened"
    elif last_day(told) > today:
        message = f"{told} is not over yet; say the day on which it happened"
    else:
        return
    raise InvalidError(f"{field}: {message}.", code="date-in-the-future", fields=(FieldError(field, message),))


def refuse_disorder(field: str, starts: str, ends: str | None) -> None:
    """Refuse an end that lies before the start."""
    if ends is not None and last_day(ends) < first_day(starts):
        message = f"{ends} lies before the start, {starts}"
        raise InvalidError(f"{field}: {message}.", code="dates-out-of-order", fields=(FieldError(field, message),))
