"""What was told one after the other, with corrections: which of it holds, in which order, and from which day.

Nothing told is ever changed. A correction is told like all else, with a reason, and takes the place of what it
corrects; one that corrects nothing puts in what was left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from shared.errors import ConflictError, refuse_field
from shared.values import first_day, last_day

NEVER = "never"
"""The standing of what was told and did not happen."""


class Told(Protocol):
    """Something told, under a number that counts up; `day` is the first day on which it certainly holds."""

    @property
    def number(self) -> int: ...
    @property
    def standing(self) -> str: ...
    @property
    def effective(self) -> str | None: ...
    @property
    def day(self) -> date: ...
    @property
    def corrects(self) -> int | None: ...
    @property
    def reason(self) -> str | None: ...


T = TypeVar("T", bound=Told)


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """What holds, from a day between `first` and `day`: by `day` it certainly does."""

    told: T
    first: date
    day: date

    @property
    def standing(self) -> str:
        return self.told.standing


def standing_now(told: Iterable[T]) -> list[T]:
    """Return what nothing has taken the place of, in the order in which it happened, with what never did."""
    found: list[T] = []
    for one in sorted(told, key=lambda one: one.number):
        if one.corrects is not None:
            found = [one if other.number == one.corrects else other for other in found]
        elif one.reason is not None:
            place = next((number for number, other in enumerate(found) if other.day > one.day), len(found))
            found.insert(place, one)
        else:
            found.append(one)
    return found


def steps(told: Iterable[T]) -> list[Step[T]]:
    """Return what happened, in order, each with the days it may be from: what follows a thing is no earlier than it."""
    happened = [one for one in standing_now(told) if one.standing != NEVER]
    days = [one.day for one in happened]
    for place in reversed(range(len(days) - 1)):
        days[place] = min(days[place], days[place + 1])
    found: list[Step[T]] = []
    for one, day in zip(happened, days, strict=True):
        loose = one.effective is None or getattr(one, "certainty", "known") != "known"
        before = found[-1].first if found else date.min
        found.append(Step(one, before if loose else max(before, first_day(str(one.effective))), day))
    return found


def certain(found: Iterable[Step[T]], at: date) -> Step[T] | None:
    """Return the last of these steps that certainly was taken by a day."""
    return next((step for step in reversed(list(found)) if step.day <= at), None)


def in_disorder(found: Iterable[Step[T]]) -> tuple[T, T] | None:
    """Return a step that is told to lie before the one it follows, with that one; None if none does."""
    listed = [step.told for step in found]
    for place, one in enumerate(listed):
        for later in listed[place + 1 :]:
            if one.effective and later.effective and last_day(later.effective) < first_day(one.effective):
                return later, one
    return None


def refuse_correction(told: Sequence[T], corrects: int | None, standing: str, effective: str | None) -> T | None:
    """Return what is to be corrected (None where something was left out), or refuse."""
    if corrects is None:
        if standing == NEVER:
            refuse_field("corrects", "fact-missing", "what never happened was told under a number; name that")
        if effective is None:
            refuse_field("effective", "date-missing", "what was left out is told with its date")
        return None
    found = next((one for one in told if one.number == corrects), None)
    if found is None:
        numbers = ", ".join(str(one.number) for one in told) or "nothing"
        refuse_field("corrects", "unknown-fact", f"nothing was told under {corrects}; the history has {numbers}")
    by = next((one.number for one in told if one.corrects == corrects), None)
    if by is not None:
        raise ConflictError(
            f"What was told under {corrects} is corrected already, under {by}; correct that.", code="corrected-already"
        )
    return found


def refuse_incoherent(told: Iterable[T], follows: Mapping[str | None, Sequence[str]], who: str) -> None:
    """Refuse what cannot have happened one after the other; `follows` says which standing may follow which."""
    found = steps(told)
    if (wrong := in_disorder(found)) is not None:
        later, earlier = wrong
        refuse_field(
            "effective",
            "dates-out-of-order",
            f"{later.effective} ({later.standing}) lies before {earlier.effective} ({earlier.standing})",
        )
    before: Step[T] | None = None
    for step in found:
        allowed = follows[before.standing if before else None]
        if step.standing not in allowed:
            after = f"after '{before.standing}'" if before else "at first"
            raise ConflictError(
                f"With this, {who} would be '{step.standing}' {after}; only {' or '.join(map(repr, allowed))} can be. "
                "Correct both together, or tell what lies between.",
                code="standing-does-not-follow",
            )
        before = step
