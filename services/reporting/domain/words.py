"""Dates, states and phases as people say them."""

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

NOT_RECORDED = "not recorded"

_STATES = {
    "in-use": "in use",
    "in-progress": "in progress",
    "not-recorded": NOT_RECORDED,
    "cost-avoidance": "cost avoidance",
    "cash-releasing": "cash-releasing",
    "no-later-than": "no later than",
}


def in_words(partial: str | None) -> str:
    """Return a partial date as its source would say it: 2018, February 2018, 25 February 2018."""
    if partial is None:
        return NOT_RECORDED
    year, *rest = (int(part) for part in partial.split("-"))
    if not rest:
        return str(year)
    month = f"{MONTHS[rest[0] - 1]} {year}"
    return f"{rest[1]} {month}" if len(rest) > 1 else month


def when_in_words(partial: str) -> str:
    """Return a partial date with its preposition: in 2018, in February 2018, on 25 February 2018."""
    return f"{'on' if partial.count('-') > 1 else 'in'} {in_words(partial)}"


def day_in_words(day: date) -> str:
    """Return a day: 25 February 2018."""
    return in_words(day.isoformat())


def state_in_words(state: str | None) -> str:
    """Return a state, phase or certainty without its hyphens; none is not recorded."""
    if state is None:
        return NOT_RECORDED
    return _STATES.get(state, state.replace("-", " "))


def councils_in_words(number: int) -> str:
    """Return a number of councils: 1 council, 32 councils."""
    return f"{number} council" if number == 1 else f"{number} councils"
