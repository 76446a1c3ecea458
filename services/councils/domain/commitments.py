"""Answers to calls for participation: what a council may answer until when, and how a commitment changes later."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from services.councils.models import CallAnswerTold, KnownCall
from shared.errors import ConflictError, FieldError, ForbiddenError, NotFoundError, refuse_field
from shared.events.councils import CallAnswered, Commitment, CommitmentChanged

Answer = Literal["commit", "interested", "no"]


def refuse_others(own: str | None, council: str) -> None:
    """Refuse a council's client (`own` is its council, None for the Office's) what another council gives."""
    if own is not None and own != council:
        raise ForbiddenError(
            f"This client belongs to '{own}'; what '{council}' gives and answers is not its to see or say.",
            code="another-council",
        )


def refuse_over(call: str, known: KnownCall | None, today: date) -> KnownCall:
    """Refuse to answer a call that nobody published, that was closed, or whose deadline is over."""
    if known is None:
        raise NotFoundError(
            f"No call '{call}' was published.", code="unknown-call", fields=(FieldError("call", "is not known"),)
        )
    if not known.open:
        raise ConflictError(f"The call '{call}' takes no more answers: it was closed.", code="call-closed")
    if known.deadline is not None and today > known.deadline:
        raise ConflictError(
            f"Answers to the call '{call}' were due on {known.deadline}; it takes no more.", code="deadline-passed"
        )
    return known


def answer(
    known: KnownCall,
    council: str,
    said: Answer,
    before: Sequence[Mapping[str, Any]],
    *,
    role: str | None,
    days_per_month: float | None,
    starts: date | None,
    ends: date | None,
    reason: str | None,
    today: date,
) -> CallAnswered:
    """Answer a call; a commitment is kept beside those for other roles, and any other answer takes all back."""
    commitments: list[Commitment] = []
    if said == "commit":
        made = _committed(known, role, days_per_month, starts, ends)
        others = (Commitment.model_validate(one) for one in before)
        commitments = sorted([*(one for one in others if one.role != made.role), made], key=lambda one: one.role)
    else:
        _refuse_terms(said, {"role": role, "days_per_month": days_per_month, "from": starts, "to": ends})
    return CallAnswered(
        call=known.call,
        council=council,
        project=known.project,
        answer=said,
        commitments=tuple(commitments),
        reason=reason,
        effective=today.isoformat(),
    )


def change(
    project: str,
    told: CallAnswerTold,
    *,
    role: str,
    days_per_month: float | None,
    starts: date | None,
    ends: date | None,
    reason: str,
    today: date,
) -> CommitmentChanged:
    """Change what was committed for a role, also after the deadline, for a reason; no days take it back."""
    held = [Commitment.model_validate(one) for one in told.commitments]
    mine = [one for one in held if one.role == role]
    if not mine:
        raise ConflictError(
            f"'{told.council}' has committed nothing for '{role}' to the call '{told.call}'.", code="no-commitment"
        )
    wanted = {
        "days_per_month": days_per_month,
        "starts": starts.isoformat() if starts else None,
        "ends": ends.isoformat() if ends else None,
    }
    changed = mine[0].model_copy(update={name: value for name, value in wanted.items() if value is not None})
    if changed == mine[0]:
        raise ConflictError(f"The commitment for '{role}' is as it says already.", code="no-change")
    _refuse_disorder(changed)
    kept = [changed if one.role == role else one for one in held]
    return CommitmentChanged(
        call=told.call,
        council=told.council,
        project=project,
        role=role,
        commitments=tuple(one for one in kept if one.days_per_month),
        reason=reason,
        effective=today.isoformat(),
    )


def _committed(
    known: KnownCall, role: str | None, days_per_month: float | None, starts: date | None, ends: date | None
) -> Commitment:
    if role is None:
        refuse_field("role", "role-missing", "a commitment is for one of the roles that the call asks for")
    if not days_per_month:
        refuse_field(
            "days_per_month", "days-missing", "a commitment needs some; answer 'interested' to promise none yet"
        )
    mine = [ask for ask in known.asks if ask["role"] == role]
    if not mine:
        asked = ", ".join(sorted({str(ask["role"]) for ask in known.asks}))
        refuse_field("role", "role-not-asked", f"the call asks for {asked}")
    first, last = min(str(ask["starts"]) for ask in mine), max(str(ask["ends"]) for ask in mine)
    made = Commitment(
        role=role,
        days_per_month=days_per_month,
        starts=starts.isoformat() if starts else first,
        ends=ends.isoformat() if ends else last,
    )
    _refuse_disorder(made)
    if made.ends < first or made.starts > last:
        refuse_field("from", "dates-outside-ask", f"the call asks for '{role}' from {first} to {last}")
    return made


def _refuse_disorder(made: Commitment) -> None:
    if made.ends < made.starts:
        refuse_field("to", "dates-out-of-order", f"{made.ends} lies before the first day, {made.starts}")


def _refuse_terms(said: str, terms: Mapping[str, object]) -> None:
    for name, value in terms.items():
        if value is not None:
            refuse_field(name, "commitment-not-allowed", f"'{said}' promises nothing; answer 'commit' to promise it")
