"""Adoption: the line that opens when a release brings a deliverable, and which state may follow which."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from services.councils.domain.dates import refuse_disorder
from services.councils.domain.memberships import could_be_member
from services.councils.models import Adoption, MembershipPeriod
from shared.errors import ConflictError, ForbiddenError, refuse_field
from shared.events.councils import AdoptionMoved, AdoptionOpened
from shared.events.projects import ReleaseClosed
from shared.values import last_day

State = Literal[
    "invited", "considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined", "withdrawn"
]

Reason = Literal[
    "not-needed", "has-own-solution", "no-capacity", "costs", "not-now", "does-not-fit", "legal-or-policy", "other"
]
"""Why a council declines; `other` says more in the note."""

FOLLOWS: dict[str, tuple[State, ...]] = {
    "invited": ("considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined"),
    "considering": ("planned", "adopting", "embedded", "in-use", "adapted", "declined"),
    "planned": ("considering", "adopting", "embedded", "in-use", "adapted", "declined"),
    "adopting": ("planned", "embedded", "in-use", "adapted", "withdrawn"),
    "embedded": ("adopting", "in-use", "adapted", "withdrawn"),
    "in-use": ("adapted", "withdrawn"),
    "adapted": ("embedded", "in-use", "withdrawn"),
    "declined": ("considering", "planned", "adopting"),
    "withdrawn": ("considering", "planned", "adopting"),
}
"""Which states may follow a state. Steps may be skipped, for a council tells where it is, not every step it took;
one that has not begun declines, one that has withdraws, and either may think again."""


def refuse_others(own: str | None, council: str) -> None:
    """Refuse a council's client (`own` is its council, None for the Office's) the lines of another council."""
    if own is not None and own != council:
        raise ForbiddenError(
            f"This client belongs to '{own}'; the adoption lines of '{council}' are not its to see or move.",
            code="another-council",
        )


def open_lines(
    closed: ReleaseClosed, memberships: Mapping[str, Sequence[MembershipPeriod]], existing: Iterable[tuple[str, str]]
) -> list[AdoptionOpened]:
    """Offer what a release included to every member not known to have joined later nor to have left before.

    A line that exists already, from an earlier release, stays as it is.
    """
    day = last_day(closed.effective)
    there = set(existing)
    councils = sorted(
        council for council, periods in memberships.items() if any(could_be_member(period, day) for period in periods)
    )
    return [
        AdoptionOpened(
            council=council,
            deliverable=item.deliverable,
            project=item.project,
            release=closed.release,
            state="invited",
            effective=closed.effective,
            demonstration=closed.demonstration,
        )
        for council in councils
        for item in closed.included
        if (council, item.deliverable) not in there
    ]


def move(
    line: Adoption, wanted: State, *, note: str | None, reason: Reason | None, effective: str, today: date
) -> AdoptionMoved:
    """Move a line to another state, or refuse with what would help."""
    _refuse_wrong_step(line, wanted)
    _refuse_grounds(wanted, note, reason)
    _refuse_dates(line, effective, today)
    return AdoptionMoved(
        council=line.council,
        deliverable=line.deliverable,
        release=line.release,
        from_state=line.state,
        to_state=wanted,
        reason=reason,
        effective=effective,
    )


def _refuse_wrong_step(line: Adoption, wanted: State) -> None:
    if wanted == line.state:
        raise ConflictError(f"The line is {wanted} already, since {line.since}.", code="no-change")
    if wanted not in FOLLOWS[line.state]:
        raise ConflictError(
            f"A line that is {line.state} cannot become {wanted}; it may become {', '.join(FOLLOWS[line.state])}.",
            code="state-does-not-follow",
        )


def _refuse_grounds(wanted: State, note: str | None, reason: Reason | None) -> None:
    if wanted == "adapted" and not note:
        refuse_field("note", "note-missing", "'adapted' needs one that says what was changed")
    if wanted == "declined" and reason is None:
        refuse_field("reason", "reason-missing", "'declined' needs one of the list")
    if wanted != "declined" and reason is not None:
        refuse_field("reason", "reason-not-allowed", f"only 'declined' carries one, not '{wanted}'; say it in the note")
    if reason == "other" and not note:
        refuse_field("note", "note-missing", "the reason 'other' needs one that says which")


def _refuse_dates(line: Adoption, effective: str, today: date) -> None:
    if last_day(effective) > today:
        refuse_field("effective", "date-in-the-future", f"{effective} is not over yet; leave it out for today")
    refuse_disorder("effective", effective, after=line.opened, what="the opening of the line")
    refuse_disorder("effective", effective, after=line.since, what=f"the day the line became {line.state}")
