"""Family groups: a council is put in from a day and taken out from another; what was told wrongly is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from services.councils.domain import histories
from services.councils.domain.dates import refuse_disorder
from services.councils.models import FamilyGroup, FamilyGroupTold
from shared.errors import ConflictError
from shared.events.councils import (
    FamilyGroupCorrected,
    FamilyGroupCouncilAdded,
    FamilyGroupCouncilRemoved,
    FamilyGroupRegistered,
)
from shared.values import last_day

Standing = Literal["in", "out", "never"]
"""Where a council stands to a group; `never` corrects what did not happen at all."""

FOLLOWS: dict[str | None, tuple[str, ...]] = {None: ("in",), "in": ("out",), "out": ("in",)}

Said = FamilyGroupCouncilAdded | FamilyGroupCouncilRemoved | FamilyGroupCorrected


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be put right: what was told under a number (None: what was left out), and what it really was."""

    corrects: int | None
    standing: Standing
    effective: str | None


def put_in_by(history: Sequence[FamilyGroupTold], day: date) -> FamilyGroupTold | None:
    """Return what put a council into the group that it is in on a day; `history` is what was told of the two."""
    step = histories.certain(histories.steps(history), day)
    return step.told if step is not None and step.standing == "in" else None


def is_in(history: Sequence[FamilyGroupTold], day: date) -> bool:
    """Say whether a council is in a group on a day."""
    return put_in_by(history, day) is not None


def register(key: str, *, name: str, source: str, found: FamilyGroup | None) -> FamilyGroupRegistered:
    """Make a group, empty at first, or refuse."""
    if found is not None:
        raise ConflictError(f"There is a family group '{key}' already.", code="exists-already")
    return FamilyGroupRegistered(family_group=key, name=name, source=source)


def put_in(
    group: str, council: str, history: Sequence[FamilyGroupTold], *, since: str, source: str | None
) -> FamilyGroupCouncilAdded:
    """Put a council into a group from a day on, or refuse."""
    last = _last(history)
    if last is not None and last.standing == "in":
        raise ConflictError(f"'{council}' is in '{group}' already, since {last.effective}.", code="in-group-already")
    _refuse_before(history, since)
    return FamilyGroupCouncilAdded(family_group=group, council=council, effective=since, source=source)


def take_out(
    group: str, council: str, history: Sequence[FamilyGroupTold], *, since: str, source: str | None
) -> FamilyGroupCouncilRemoved:
    """Take a council out of a group from a day on, or refuse."""
    last = _last(history)
    if last is None or last.standing != "in":
        when = f"; it was taken out on {last.effective}" if last else ""
        raise ConflictError(f"'{council}' is not in '{group}'{when}.", code="not-in-group")
    _refuse_before(history, since)
    return FamilyGroupCouncilRemoved(family_group=group, council=council, effective=since, source=source)


def correct(
    group: str,
    council: str,
    history: Sequence[FamilyGroupTold],
    wanted: Correction,
    *,
    reason: str,
    source: str | None,
) -> FamilyGroupCorrected:
    """Put right one thing that was told of a council and a group, or refuse; what was told stays as it is."""
    wrong = histories.refuse_correction(history, wanted.corrects, wanted.standing, wanted.effective)
    was = (wrong.standing, wrong.effective) if wrong else (None, None)
    event = FamilyGroupCorrected(
        family_group=group,
        council=council,
        corrects=wanted.corrects,
        standing=wanted.standing,
        effective=wanted.effective or str(was[1]),
        was_standing=was[0],
        was_effective=was[1],
        reason=reason,
        source=source,
    )
    if was == (event.standing, event.effective):
        raise ConflictError(f"That is what {wanted.corrects} says already.", code="no-change")
    return event


def refuse_incoherent(council: str, history: Sequence[FamilyGroupTold]) -> None:
    """Refuse corrections after which a council would have been put in twice, or out before it was in."""
    histories.refuse_incoherent(history, FOLLOWS, f"'{council}'")


def told(event: Said, number: int, now: datetime) -> FamilyGroupTold:
    """Return what an event tells, as it is kept."""
    corrected = event if isinstance(event, FamilyGroupCorrected) else None
    plain = "in" if isinstance(event, FamilyGroupCouncilAdded) else "out"
    return FamilyGroupTold(
        family_group=event.family_group,
        number=number,
        council=event.council,
        standing=corrected.standing if corrected else plain,
        effective=event.effective,
        day=last_day(event.effective),
        source=event.source,
        corrects=corrected.corrects if corrected else None,
        reason=corrected.reason if corrected else None,
        recorded_at=now,
    )


def _refuse_before(history: Sequence[FamilyGroupTold], since: str) -> None:
    for step in reversed(histories.steps(history)):
        what = f"the day it was {'put in' if step.standing == 'in' else 'taken out'}"
        refuse_disorder("from", since, after=step.told.effective, what=what)


def _last(history: Sequence[FamilyGroupTold]) -> FamilyGroupTold | None:
    found = histories.steps(history)
    return found[-1].told if found else None
