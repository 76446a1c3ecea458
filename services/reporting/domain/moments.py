"""The two dates of every report: what was true then (`as_at`), as it was known then (`known_at`)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pydantic import BaseModel, ConfigDict

from shared.errors import FieldError, InvalidError

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_FIRST_YEAR = 1900
_UNESCAPED_PLUS = re.compile(r" (?=\d{2}:?\d{2}$)")
"""A zone of +01:00 arrives with a space when its plus sign was not escaped in the address."""


class Figure(BaseModel):
    """Something that a report says; it never changes once computed."""

    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in both times. `known_at` None means all that is known now."""

    as_at: date
    known_at: datetime | None = None

    @property
    def known(self) -> datetime:
        """The latest recorded time that counts."""
        return self.known_at or datetime.max.replace(tzinfo=UTC)


def moment(as_at: str | None, known_at: str | None, *, now: datetime) -> Moment:
    """Return the moment a request asks for, today by default, or refuse it with what would be right."""
    return Moment(_as_at(as_at, now) if as_at else now.date(), known("known_at", known_at) if known_at else None)


def _as_at(text: str, now: datetime) -> date:
    day = _day(text)
    if day is None:
        raise _wrong("as_at", "must be a day of the calendar, as 2018-06-30")
    # a day of grace: where the reader is, tomorrow may have begun
    if day > now.date() + timedelta(days=1):
        raise _wrong("as_at", f"must not lie in the future: a report can say what was true up to today, {now.date()}")
    return day


def known(field: str, text: str) -> datetime:
    """Return the time up to which facts are to count, or refuse what says none: a day counts to its end."""
    day = _day(text)
    if day is not None:
        return datetime.combine(day, time.max, UTC)
    try:
        instant = datetime.fromisoformat(_UNESCAPED_PLUS.sub("+", text))
        in_utc = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        in_utc = None
    if in_utc is None or in_utc.year < _FIRST_YEAR or _DAY.match(text):
        raise _wrong(field, "must be a day as 2026-11-21, or a time as 2026-11-21T10:00:00Z")
    return in_utc


def _day(text: str) -> date | None:
    """Return the day, or None if the text is none: the short form only, ASCII digits, from 1900 on."""
    if not (_DAY.match(text) and text.isascii()):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def _wrong(field: str, message: str) -> InvalidError:
    return InvalidError(f"'{field}' {message}.", code="invalid-date", fields=(FieldError(field, message),))
