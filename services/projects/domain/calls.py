"""Calls for participation: what may be asked, and how one is drafted, published, changed and closed."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import Literal

from services.projects.domain.months import months
from services.projects.models import ParticipationCall
from shared.errors import ConflictError, FieldError, ForbiddenError, refuse_field
from shared.events.projects import CallAsk, CallChanged, CallClosed, CallDrafted, CallDraftWithdrawn, CallPublished

Cause = Literal["deadline", "closed", "withdrawn"]

MOST_MONTHS = 60


def draft(call: ParticipationCall, today: date) -> CallDrafted:
    """Draft a call or change its draft, or refuse asks that do not hang together."""
    refuse_asks(asks(call), call.deadline)
    return CallDrafted(
        call=call.key,
        project=call.project,
        title=call.title,
        deadline=call.deadline.isoformat(),
        effective=today.isoformat(),
    )


def publish(call: ParticipationCall, warned: Iterable[str], accepted: Sequence[str], today: date) -> CallPublished:
    """Publish a draft, or refuse: too late, published already, or with warnings that nobody accepted."""
    if call.state != "draft":
        raise ConflictError(
            f"The call '{call.key}' is {call.state}; only a draft can be published.", code="not-a-draft"
        )
    _refuse_passed(call.deadline, today)
    refuse_unaccepted(warned, accepted)
    return CallPublished.model_validate(_told(call, accepted, today))


def change(
    call: ParticipationCall, warned: Iterable[str], accepted: Sequence[str], reason: str | None, today: date
) -> CallChanged | CallDrafted:
    """Change what a call says; once it is published, councils are told why."""
    if call.state == "draft":
        return draft(call, today)
    refuse_asks(asks(call), call.deadline)
    if not reason:
        refuse_field("reason", "reason-missing", "a published call needs one, for the councils that read it as it was")
    _refuse_passed(call.deadline, today)
    refuse_unaccepted(warned, accepted)
    return CallChanged.model_validate(_told(call, accepted, today) | {"reason": reason})


def close(
    call: ParticipationCall, cause: Cause, reason: str | None, effective: date
) -> CallClosed | CallDraftWithdrawn:
    """Close a published call, or withdraw one that is not closed yet, or refuse; a draft is the Office's to hear of."""
    open_in = ("draft", "published") if cause == "withdrawn" else ("published",)
    if call.state not in open_in:
        raise ConflictError(
            f"The call '{call.key}' is {call.state}; only one that is {' or '.join(open_in)} can be "
            f"{'withdrawn' if cause == 'withdrawn' else 'closed'}.",
            code="call-not-open",
        )
    if call.state == "draft":
        return CallDraftWithdrawn(call=call.key, project=call.project, reason=reason, effective=effective.isoformat())
    return CallClosed(call=call.key, project=call.project, cause=cause, reason=reason, effective=effective.isoformat())


def refuse_over(call: ParticipationCall) -> None:
    """Refuse to change a call that takes no more answers."""
    if call.state in {"closed", "withdrawn"}:
        raise ConflictError(
            f"The call '{call.key}' was {call.state} on {call.closed_on}; what it asked stays as it was.",
            code="call-not-open",
        )


def asks(call: ParticipationCall) -> list[CallAsk]:
    """Return what a call asks."""
    return [CallAsk.model_validate(one) for one in call.asks]


def asked_months(ask: CallAsk) -> list[str]:
    """Return the months in which an ask wants something; each counts whole."""
    return months(date.fromisoformat(ask.starts), date.fromisoformat(ask.ends))


def asked_days(ask: CallAsk) -> float:
    """Return how many days an ask wants in each of its months, of all councils together."""
    return ask.days_per_month * (ask.councils_wanted or 1)


def refuse_asks(wanted: Sequence[CallAsk], deadline: date) -> None:
    """Refuse asks that end before they begin, ask one role twice in a month, or are over when answers are due."""
    for number, ask in enumerate(wanted):
        if ask.ends < ask.starts:
            refuse_field(
                f"asks.{number}.to", "dates-out-of-order", f"{ask.ends} lies before the first day, {ask.starts}"
            )
        if len(asked_months(ask)) > MOST_MONTHS:
            refuse_field(f"asks.{number}.to", "ask-too-long", f"at most {MOST_MONTHS} months can be asked for at once")
    for (_, one), (number, other) in combinations(enumerate(wanted), 2):
        if one.role == other.role and set(asked_months(one)) & set(asked_months(other)):
            message = f"'{other.role}' is asked for twice in a month; ask once, or from the month after"
            refuse_field(f"asks.{number}.role", "asks-overlap", message)
    last = max((ask.ends for ask in wanted), default=None)
    if last is not None and deadline.isoformat() > last:
        refuse_field(
            "deadline", "dates-out-of-order", f"{deadline} lies after all that is asked for, which ends on {last}"
        )


def refuse_unaccepted(warned: Iterable[str], accepted: Sequence[str]) -> None:
    """Refuse to go on with warnings that were not accepted by their codes."""
    missing = sorted(set(warned) - set(accepted))
    if missing:
        raise ConflictError(
            f"There are warnings: {', '.join(missing)}. Read them (GET /api/v1/calls/…/check), change the ask, or name "
            "them in 'accept_warnings'.",
            code="warnings-not-accepted",
            fields=tuple(FieldError("accept_warnings", f"does not name '{code}'") for code in missing),
        )


def _told(call: ParticipationCall, accepted: Sequence[str], today: date) -> dict[str, object]:
    told = call.model_dump(mode="json", include=set(CallPublished.model_fields))
    return told | {
        "call": call.key,
        "accepted_warnings": sorted(set(accepted)),
        "effective": today.isoformat(),
    }


def _refuse_passed(deadline: date, today: date) -> None:
    if deadline < today:
        refuse_field("deadline", "deadline-passed", f"{deadline} is over; councils need until some day from {today} on")


def refuse_councils(*, office: bool) -> None:
    """Refuse a check to all but the Office: with few councils, a sum tells what one of them gave."""
    if not office:
        raise ForbiddenError(
            "A check adds up what few councils gave; it is for the Digital Office. Your council's own capacity is "
            "at /api/v1/commitments/capacity.",
            code="office-only",
        )
