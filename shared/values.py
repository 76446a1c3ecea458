"""Plain value types that requests, events and decisions share: keys, names, texts and loosely known dates."""

import calendar
import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints, WithJsonSchema

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_WHOLE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_LINE_BREAKS = r"\t\n\r\x85\u2028\u2029"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_BREAKS = re.compile(f"[{_LINE_BREAKS}]")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("must not hold control characters")
    return text


def _one_line(text: str) -> str:
    if _BREAKS.search(text):
        raise ValueError("must be one line")
    return _plain(text)


def first_day(partial: str) -> date:
    """Return the first day that a partial date may mean: `2018-02` is 1 February 2018."""
    year, month, day = _parts(partial)
    return date(year, month, 1 if day is None else day)


def last_day(partial: str) -> date:
    """Return the last day that a partial date may mean: a loosely dated fact certainly holds from here on."""
    year, month, day = _parts(partial, month=12)
    return date(year, month, calendar.monthrange(year, month)[1] if day is None else day)


def _parts(partial: str, *, month: int = 1) -> tuple[int, int, int | None]:
    """Return year, month (`month` where none is told) and day, if it is told."""
    match = _PARTIAL.fullmatch(partial)
    if match is None:
        raise ValueError("must be a date as 2018, 2018-02 or 2018-02-25")
    year, month = int(match[1]), int(match[2] or month)
    day = int(match[3]) if match[3] else None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"must lie between {_FIRST_YEAR} and {_LAST_YEAR}")
    try:
        date(year, month, 1 if day is None else day)
    except ValueError:
        raise ValueError("is no day of the calendar") from None
    return year, month, day


def _partial(text: str) -> str:
    _parts(text)
    return text


def _day(told: Any) -> Any:
    """Take a day as text only: a number or a time of day is no date that somebody meant."""
    if isinstance(told, date):
        return told
    if not isinstance(told, str) or not _WHOLE.fullmatch(told):
        raise ValueError("must be a date as 2018-02-25")
    return last_day(told)


def _month(text: str) -> str:
    if not _MONTH.fullmatch(text):
        raise ValueError("must be a month as 2018-02")
    return _partial(text)


def _moment_text(value: object) -> object:
    if value is not None and not isinstance(value, str):
        raise ValueError("must be a moment as 2027-01-31T12:00:00Z")
    return value


def _in_reach(moment: datetime) -> datetime:
    if moment.year > _LAST_YEAR:
        raise ValueError(f"must lie before the end of {_LAST_YEAR}")
    return in_utc(moment)


def in_utc(moment: datetime) -> datetime:
    """Return a moment in UTC; raise ValueError where that is on no day of the calendar."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("is on no day of the calendar") from None


def _shown(*, min_length: int = 0, max_length: int, without: str) -> WithJsonSchema:
    """Return how a contract shows a text: also without which characters, which no constraint of pydantic says."""
    least = {"minLength": min_length} if min_length else {}
    return WithJsonSchema({"type": "string", "maxLength": max_length, "pattern": f"^[^{without}]*$"} | least)


_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_LINK = r"^https?://[^\s\x00-\x1f]+$"
_VERSION = r"^[A-Za-z0-9]+([._+-][A-Za-z0-9]+)*$"
_SHA256 = r"^[0-9a-f]{64}$"
_EMAIL = (
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$"
)
_PHONE = r"^\+?[0-9(][0-9 ()-]{4,28}[0-9]$"
PATTERNS = {
    _KEY: "must be lower case letters and digits, with single hyphens between them",
    _LINK: "must be an http or https address",
    _VERSION: "must be letters and digits, with single dots, hyphens, underscores or pluses between them",
    _EMAIL: "must be an e-mail address, as name@example.org, in plain letters, digits and signs",
    _PHONE: "must be a telephone number: 6 to 30 digits, spaces, brackets and hyphens, perhaps after a plus",
    _SHA256: "must be a SHA-256 digest: 64 lower case hexadecimal digits",
}
"""What a pattern asks for, in words for whoever's text does not match it."""

Key = Annotated[str, StringConstraints(pattern=_KEY, max_length=80, strip_whitespace=False)]
"""A name that never changes, written once: lower case letters, digits and single hyphens."""

Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(_one_line),
    _shown(min_length=1, max_length=200, without=_CONTROLS + _LINE_BREAKS),
]
"""One line that people read."""

Text = Annotated[
    str,
    StringConstraints(max_length=4000, strip_whitespace=True),
    AfterValidator(_plain),
    _shown(max_length=4000, without=_CONTROLS),
]
"""Some paragraphs that people read."""

Link = Annotated[str, StringConstraints(pattern=_LINK, max_length=500)]
"""An http or https address."""

Version = Annotated[str, StringConstraints(pattern=_VERSION, max_length=40)]
"""What a thing calls a version of itself: `1.2`, `2018-02`, `v3.0-rc.1`."""

Sha256 = Annotated[str, StringConstraints(pattern=_SHA256)]
"""The SHA-256 digest of a file, in lower case hexadecimal."""

Email = Annotated[str, StringConstraints(pattern=_EMAIL, max_length=254, to_lower=True, strip_whitespace=True)]
"""An e-mail address in the plain form that every mail server takes, in lower case; no quotes and no other alphabets."""

Phone = Annotated[str, StringConstraints(pattern=_PHONE, max_length=30, strip_whitespace=True)]
"""A telephone number as people write it."""

Day = Annotated[date, BeforeValidator(_day)]
"""A day of the calendar, as `2018-02-25`."""

Moment = Annotated[AwareDatetime, BeforeValidator(_moment_text), AfterValidator(_in_reach)]
"""A moment with its zone, as `2027-01-31T12:00:00Z`."""

_PARTIAL_SHOWN = r"^(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"

PartialDate = Annotated[str, AfterValidator(_partial), WithJsonSchema({"type": "string", "pattern": _PARTIAL_SHOWN})]
"""A date as exact as its source: `2018`, `2018-02` or `2018-02-25`."""

Month = Annotated[str, AfterValidator(_month), WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"})]
"""A month of the calendar, as `2018-02`."""

Days = Annotated[float, Field(ge=0, le=10_000, multiple_of=0.25, strict=True, allow_inf_nan=False)]
"""An amount of days' work, in quarters of a day: sums of it are exact."""
