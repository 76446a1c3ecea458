"""Adoption: the line that opens when a release brings a deliverable, and which state may follow which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from services.councils.domain import ledger
from services.councils.domain.ledger import History
from services.councils.models import Adoption, AdoptionMove
from shared.errors import ConflictError, ForbiddenError, refuse_field
from shared.events.councils import (
    AdoptionCorrected,
    AdoptionEvidence,
    AdoptionMoved,
    AdoptionVariant,
)
from shared.values import last_day

State = Literal[
    "invited", "considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined", "withdrawn"
]

Reason = Literal[
    "not-needed", "has-own-solution", "no-capacity", "costs", "not-now", "does-not-fit", "legal-or-policy", "other"
]
"""Why a council declines; `other` says more in the note."""

REASONS: dict[Reason, str] = {
    "not-needed": "There is no need for it: the council does not do what it is for.",
    "has-own-solution": "The council has a solution of its own that does the same, and keeps it.",
    "no-capacity": "It would be of use, but nobody is free to take it up.",
    "costs": "It would cost the council more than it can spend, or more than it would gain.",
    "not-now": "It would be of use, but comes at the wrong time; the council means to look again.",
    "does-not-fit": "It does not work with the council's systems or with the way it works.",
    "legal-or-policy": "A law, a contract or a policy of the council is in the way.",
    "other": "Another reason, which the note says.",
}
"""What each reason means, as it is published."""

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """The state that a council has come to, or had come to, with what goes with it."""

    state: State
    effective: str
    note: str | None = None
    reason: Reason | None = None
    evidence: tuple[AdoptionEvidence, ...] = ()
    variant: AdoptionVariant | None = None

    def refuse_grounds(self) -> None:
        """Refuse a state without what it needs, or with what belongs to another."""
        if self.state == "adapted" and not self.note:
            refuse_field("note", "note-missing", "'adapted' needs one that says what was changed")
        if self.state == "declined" and self.reason is None:
            refuse_field("reason", "reason-missing", "'declined' needs one of the list at /api/v1/adoptions/reasons")
        if self.state != "declined" and self.reason is not None:
            message = f"only 'declined' carries one, not '{self.state}'; say it in the note"
            refuse_field("reason", "reason-not-allowed", message)
        if self.reason == "other" and not self.note:
            refuse_field("note", "note-missing", "the reason 'other' needs one that says which")
        if self.state != "adapted" and self.variant is not None:
            message = f"only what is 'adapted' differs from what was released, not what is '{self.state}'"
            refuse_field("variant", "variant-not-allowed", message)

    def refuse_future(self, today: date) -> None:
        """Refuse a day that is not over."""
        if last_day(self.effective) > today:
            message = f"{self.effective} is not over yet; leave it out for today"
            refuse_field("effective", "date-in-the-future", message)


def move(history: History, wanted: Wanted, today: date) -> AdoptionMoved:
    """Move a line to another state, or refuse with what would help."""
    line = history.line
    _refuse_wrong_step(line, wanted.state)
    wanted.refuse_grounds()
    wanted.refuse_future(today)
    latest = ledger.steps(history)[-1]
    if last_day(wanted.effective) < latest.day:
        what = f"what was told last, that it became {latest.state}" if latest.move else "the opening of the line"
        loosely = "" if latest.effective == latest.day.isoformat() else f", which counts from {latest.day}"
        refuse_field(
            "effective",
            "dates-out-of-order",
            f"{wanted.effective} lies before {what}, {latest.effective}{loosely}; what was told of earlier days is put "
            "right with a correction",
        )
    return AdoptionMoved(from_state=line.state, **_told(line, wanted))


def correct(history: History, wanted: Wanted, correction_reason: str, today: date) -> AdoptionCorrected:
    """Put right what a line was told to be from a day on, until what was told of a later day; or refuse."""
    line, day = history.line, last_day(wanted.effective)
    wanted.refuse_grounds()
    wanted.refuse_future(today)
    steps = ledger.steps(history)
    if day < steps[0].day:
        message = f"{wanted.effective} lies before the opening of the line, {line.opened}"
        refuse_field("effective", "dates-out-of-order", message)
    if day > steps[-1].day:
        raise ConflictError(
            f"Nothing was told of {wanted.effective} or later that could be put right; the line is {line.state} since "
            f"{line.since}. If it is {wanted.state} now, move it.",
            code="nothing-to-correct",
        )
    then = [step for step in steps if step.day <= day][-1]
    if then.day == day and then.move is not None and _as_it_is(then.move, wanted):
        raise ConflictError(f"That is what was told of {wanted.effective} already.", code="no-change")
    _refuse_gaps(steps, day, wanted.state)
    return AdoptionCorrected(from_state=then.state, correction_reason=correction_reason, **_told(line, wanted))


def _told(line: Adoption, wanted: Wanted) -> dict[str, Any]:
    return {
        "council": line.council,
        "deliverable": line.deliverable,
        "release": line.release,
        "to_state": wanted.state,
        "reason": wanted.reason,
        "effective": wanted.effective,
        "note": wanted.note,
        "evidence": wanted.evidence,
        "variant": wanted.variant,
    }


def _as_it_is(move: AdoptionMove, wanted: Wanted) -> bool:
    variant = wanted.variant.model_dump(mode="json") if wanted.variant else None
    evidence = [one.model_dump() for one in wanted.evidence]
    return (move.to_state, move.effective, move.note, move.reason, move.evidence, move.variant) == (
        wanted.state,
        wanted.effective,
        wanted.note,
        wanted.reason,
        evidence,
        variant,
    )


def _refuse_wrong_step(line: Adoption, wanted: State) -> None:
    if wanted == line.state:
        raise ConflictError(f"The line is {wanted} already, since {line.since}.", code="no-change")
    if wanted not in FOLLOWS[line.state]:
        raise ConflictError(
            f"A line that is {line.state} cannot become {wanted}; it may become {', '.join(FOLLOWS[line.state])}.",
            code="state-does-not-follow",
        )


def _refuse_gaps(steps: Sequence[ledger.Step], day: date, wanted: State) -> None:
    """Refuse a correction after which the line would have come from one state to another that does not follow."""
    before = next((step.state for step in reversed(steps) if step.day < day), "invited")
    after = next((step for step in steps if step.day > day), None)
    if wanted not in (before, *FOLLOWS[before]):
        raise ConflictError(
            f"The line was {before} until then, and could not become {wanted}; it could become "
            f"{', '.join(FOLLOWS[before])}.",
            code="state-does-not-follow",
        )
    if after is not None and after.state not in (wanted, *FOLLOWS[wanted]):
        raise ConflictError(
            f"The line became {after.state} on {after.effective}, and one that is {wanted} cannot; put that right "
            "first.",
            code="state-does-not-follow",
        )
