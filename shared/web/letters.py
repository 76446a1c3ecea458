"""What is asked and shown of dead letters, over HTTP and on the command line alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from pydantic import Field, model_validator
from sqlalchemy import Row

from shared.inbox import DeadLetter
from shared.messaging.bulk import Outcome
from shared.messaging.deadletters import Wanted
from shared.values import Name, Text
from shared.web.resources import View, Wish

LAST_ID = 2**63 - 1


class DeadLetterView(View):
    """A message that could not be taken in, and what became of it: `settled_…` say who settled it, when and why."""

    href: str
    id: int
    state: str
    cause: str
    error: str
    event_id: str | None
    event_type: str | None
    aggregate: str | None
    sequence: int | None
    subject: str
    stream: str
    stream_sequence: int
    deliveries: int
    parked_at: datetime
    settled_at: datetime | None
    settled_by: str | None
    settled_reason: str | None
    headers: dict[str, str] | None = None
    payload: str | None = None


class ListView(View):
    """Some dead letters, as the command line lists them."""

    items: list[DeadLetterView]
    next_after: int | None


class CauseView(View):
    """How many messages are parked for one cause, and for how long the oldest has been."""

    cause: str
    event_type: str | None
    parked: int
    oldest_parked_at: datetime
    oldest_seconds: float


class CausesView(View):
    """Everything that is parked, by cause and event type; the most first."""

    items: list[CauseView]


class FailedView(View):
    """A message that stays parked, and why."""

    id: int
    code: str
    detail: str


class OutcomeView(View):
    """What became of messages that were settled together; `next_after` is given while there are more."""

    settled: int
    failed: list[FailedView]
    next_after: int | None


class Replay(Wish):
    """How to replay: `accept_gap` takes a message in although versions before it are missing, which needs a reason."""

    reason: Text | None = None
    accept_gap: bool = Field(default=False, strict=True)

    @model_validator(mode="after")
    def _a_gap_needs_a_reason(self) -> Self:
        if self.accept_gap and not self.reason:
            raise ValueError("accept_gap needs a reason")
        return self


class Discard(Wish):
    """Why a dead letter is given up; kept with it."""

    reason: Text


class Many(Wish):
    """Which parked messages are meant: those of a cause, of an event type, or both."""

    cause: Name | None = None
    event_type: Name | None = None
    after: int = Field(default=0, ge=0, le=LAST_ID, strict=True)

    @model_validator(mode="after")
    def _one_is_needed(self) -> Self:
        if not (self.cause or self.event_type):
            raise ValueError("name a cause, an event_type or both")
        return self

    @property
    def wanted(self) -> Wanted:
        return Wanted("parked", self.cause, self.event_type)


class ReplayMany(Many):
    """Which parked messages to replay, and why; the reason is kept with each."""

    reason: Text | None = None


class DiscardMany(Many):
    """Which parked messages to give up, and why; the reason is kept with each."""

    reason: Text


def shown_in_list(service: str, letter: DeadLetter) -> DeadLetterView:
    """Show a letter without its content."""
    return DeadLetterView(**_told(service, letter))


def shown_whole(service: str, letter: DeadLetter) -> DeadLetterView:
    """Show a letter with its headers and payload."""
    payload = letter.payload.decode(errors="replace")
    return DeadLetterView(**_told(service, letter), headers=letter.headers, payload=payload)


def causes(found: Sequence[Row[Any]]) -> CausesView:
    """Show what is parked by cause."""
    return CausesView(
        items=[
            CauseView(
                cause=row.cause,
                event_type=row.event_type,
                parked=row.parked,
                oldest_parked_at=row.oldest,
                oldest_seconds=round(row.seconds, 1),
            )
            for row in found
        ]
    )


def outcome(made: Outcome) -> OutcomeView:
    """Show what became of many."""
    failed = [FailedView(id=one.id, code=one.code, detail=one.detail) for one in made.failed]
    return OutcomeView(settled=made.settled, failed=failed, next_after=made.go_on_after)


def _told(service: str, letter: DeadLetter) -> dict[str, Any]:
    return {
        "href": f"/api/v1/operations/{service}/dead-letters/{letter.id}",
        "id": letter.id or 0,
        "state": letter.state,
        "cause": letter.cause,
        "error": letter.error,
        "event_id": str(letter.event_id) if letter.event_id else None,
        "event_type": letter.event_type,
        "aggregate": letter.aggregate,
        "sequence": letter.version,
        "subject": letter.subject,
        "stream": letter.stream,
        "stream_sequence": letter.stream_seq,
        "deliveries": letter.deliveries,
        "parked_at": letter.parked_at,
        "settled_at": letter.settled_at,
        "settled_by": letter.settled_by,
        "settled_reason": letter.settled_reason,
    }
