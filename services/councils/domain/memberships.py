"""Memberships: a council is in principle, joined or left, since when as far as is known, and as at which day.

A council that is in principle only is of the Partnership: the sources count it (all 32, in principle, on 1 October
2019). It is offered what releases bring, and shares are taken of it too; answers say how many are in principle only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from services.councils.domain import histories
from services.councils.domain.dates import refuse_disorder
from services.councils.domain.histories import NEVER, Step
from services.councils.models import MembershipPeriod, MembershipTold
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.councils import (
    MembershipAgreedInPrinciple,
    MembershipCorrected,
    MembershipEnded,
    MembershipStarted,
)
from shared.values import last_day

Certainty = Literal["known", "no-later-than", "unknown"]
Standing = Literal["in-principle", "joined", "left"]
Corrected = Literal["in-principle", "joined", "left", "never"]
"""What something that was told really was; `never` is for what did not happen at all."""

FOLLOWS: dict[str | None, tuple[str, ...]] = {
    None: ("in-principle", "joined"),
    "in-principle": ("joined", "left"),
    "joined": ("left",),
    "left": ("in-principle", "joined"),
}
TAKES_PART = ("in-principle", "joined")

History = Sequence[MembershipTold]
"""All that was told of one council's membership."""

Said = MembershipAgreedInPrinciple | MembershipStarted | MembershipEnded | MembershipCorrected


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be put right: what was told under a number (None: what was left out), and what it really was."""

    corrects: int | None
    standing: Corrected
    effective: str | None
    certainty: Certainty | None


@dataclass(frozen=True, slots=True)
class Stands:
    """How a council stands on a day. `by` is what it stands by; nothing certainly does where it is not known."""

    standing: Literal["in-principle", "joined", "left", "not-known", "none"]
    by: Step[MembershipTold] | None

    @property
    def takes_part(self) -> bool:
        return self.standing in TAKES_PART


def agree_in_principle(
    council: str, history: History, *, agreed: str | None, certainty: Certainty, source: str | None
) -> MembershipAgreedInPrinciple:
    """Record that a council is in principle, or refuse."""
    _refuse_loose("agreed", agreed, certainty)
    last = _last(history)
    if last is not None and last.standing == "in-principle":
        raise ConflictError(f"'{council}' is in principle already, {_since(last)}.", code="in-principle-already")
    _refuse_member(council, last)
    _refuse_before(history, "agreed", agreed)
    return MembershipAgreedInPrinciple(council=council, effective=agreed, certainty=certainty, source=source)


def start(
    council: str, history: History, *, joined: str | None, certainty: Certainty, source: str | None
) -> MembershipStarted:
    """Make a council a member, or refuse."""
    _refuse_loose("joined", joined, certainty)
    last = _last(history)
    _refuse_member(council, last)
    _refuse_before(history, "joined", joined)
    return MembershipStarted(council=council, effective=joined, certainty=certainty, source=source)


def end(
    council: str, history: History, *, left: str | None, certainty: Certainty, source: str | None, today: date
) -> MembershipEnded:
    """End a council's membership, or refuse; where no date was found it had left by today."""
    _refuse_loose("left", left, certainty)
    last = _last(history)
    if last is None or last.standing == "left":
        when = f"; it left {'on ' + last.effective if last.effective else 'on a day not recorded'}" if last else ""
        raise ConflictError(f"'{council}' is not a member{when}.", code="not-a-member")
    _refuse_before(history, "left", left)
    return MembershipEnded(council=council, effective=left or today.isoformat(), certainty=certainty, source=source)


def correct(
    council: str, history: History, wanted: Correction, *, reason: str, source: str | None
) -> MembershipCorrected:
    """Put right one thing that was told of a council, or refuse; what was told stays as it is."""
    wrong = histories.refuse_correction(history, wanted.corrects, wanted.standing, wanted.effective)
    certainty: str | None = wanted.certainty
    effective = wanted.effective
    if wrong is not None and (wanted.standing == NEVER or (effective is None and certainty is None)):
        # nothing is said of the day: that stays as it was told
        effective, certainty = wrong.effective, wrong.certainty
    elif certainty is None:
        certainty = "known" if effective is not None else "unknown"
    _refuse_loose("effective", effective, certainty)
    was = (wrong.standing, wrong.effective, wrong.certainty) if wrong else (None, None, None)
    if was == (wanted.standing, effective, certainty):
        raise ConflictError(f"That is what {wanted.corrects} says already.", code="no-change")
    return MembershipCorrected(
        council=council,
        corrects=wanted.corrects,
        standing=wanted.standing,
        effective=effective,
        certainty=certainty,
        was_standing=was[0],
        was_effective=was[1],
        was_certainty=was[2],
        reason=reason,
        source=source,
    )


def refuse_incoherent(council: str, history: History) -> None:
    """Refuse corrections after which a council would have joined twice, or left before it was there."""
    histories.refuse_incoherent(history, FOLLOWS, f"'{council}'")


def told(event: Said, number: int, *, today: date, now: datetime) -> MembershipTold:
    """Return what an event tells, as it is kept: undated, it holds from today."""
    corrected = event if isinstance(event, MembershipCorrected) else None
    effective = None if event.certainty == "unknown" else event.effective
    return MembershipTold(
        council=event.council,
        number=number,
        standing=_standing(event),
        effective=effective,
        certainty=event.certainty,
        day=last_day(effective) if effective else today,
        source=event.source,
        corrects=corrected.corrects if corrected else None,
        reason=corrected.reason if corrected else None,
        recorded_at=now,
    )


def stands(history: History, at: date) -> Stands:
    """Return how a council stands on a day, by all that is known now."""
    found = histories.steps(history)
    sure = histories.certain(found, at)
    if sure is not None and sure.standing in TAKES_PART:
        return Stands("joined" if sure.standing == "joined" else "in-principle", sure)
    if any(step.standing in TAKES_PART and step.first <= at < step.day for step in found):
        return Stands("not-known", None)
    return Stands("left", sure) if sure is not None else Stands("none", None)


def could_take_part(history: History, at: date) -> bool:
    """Say whether a council may have been there on a day: it is not known to have come later, nor to have left."""
    return stands(history, at).standing in (*TAKES_PART, "not-known")


def periods(history: History) -> list[MembershipPeriod]:
    """Return when a council was a member as the last release keeps it; it knows of no council in principle."""
    found: list[MembershipPeriod] = []
    for step in histories.steps(history):
        one = step.told
        if step.standing == "joined":
            found.append(
                MembershipPeriod(
                    council=one.council,
                    number=len(found) + 1,
                    joined=one.effective,
                    certainty=one.certainty,
                    certain_from=step.day,
                    source=one.source,
                )
            )
        elif step.standing == "left" and found and found[-1].ended is None:
            found[-1].ended, found[-1].ended_day = one.effective or step.day.isoformat(), step.day
    return found


def _standing(event: Said) -> str:
    if isinstance(event, MembershipCorrected):
        return event.standing
    if isinstance(event, MembershipAgreedInPrinciple):
        return "in-principle"
    return "joined" if isinstance(event, MembershipStarted) else "left"


def _last(history: History) -> MembershipTold | None:
    found = histories.steps(history)
    return found[-1].told if found else None


def _since(last: MembershipTold) -> str:
    return f"since {last.effective}" if last.effective else "since a date that is not recorded"


def _refuse_member(council: str, last: MembershipTold | None) -> None:
    if last is not None and last.standing == "joined":
        raise ConflictError(f"'{council}' is a member already, {_since(last)}.", code="member-already")


def _refuse_loose(field: str, when: str | None, certainty: str) -> None:
    if (when is None) != (certainty == "unknown"):
        message = "a date is 'known' or 'no-later-than'" if when else f"'{certainty}' needs a date in '{field}'"
        raise InvalidError(
            f"certainty: {message}; 'unknown' goes without one.",
            code="certainty-without-date",
            fields=(FieldError("certainty", message),),
        )


_DAYS = {"in-principle": "the day it agreed in principle", "joined": "the day it joined", "left": "the day it left"}


def _refuse_before(history: History, field: str, when: str | None) -> None:
    """Refuse a day before any that was told: the last may be told so loosely that one before it is later."""
    for step in reversed(histories.steps(history)):
        if step.told.effective is not None and when is not None:
            refuse_disorder(field, when, after=step.told.effective, what=_DAYS[step.standing])
