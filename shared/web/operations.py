"""Operators' routes, the same in every service: dead letters, the outbox, and what is heard."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy import text
from starlette.responses import Response

from shared.errors import MalformedError, NotFoundError
from shared.inbox import DeadLetter
from shared.messaging import deadletters
from shared.messaging.replay import replay
from shared.values import Text
from shared.web.calls import Call, requires
from shared.web.resources import Page, PageWanted, View, Wish, shown

router = APIRouter(tags=["operations"])

Operator = Annotated[Call, Depends(requires("operations"))]
LAST_ID = 2**63 - 1
LetterId = Annotated[int, Path(ge=1, le=LAST_ID)]


class DeadLetterView(View):
    """A message that could not be taken in, and what became of it."""

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


class Discard(Wish):
    """Why a dead letter is given up; kept with it."""

    reason: Text


class OutboxView(View):
    """How far the outbox has been published."""

    pending: int
    oldest_pending_seconds: float | None
    recorded: int
    relay: str
    stream: str


class HearingView(View):
    """One subscription as it runs."""

    stream: str
    durable: str
    state: str
    waiting: int


@router.get("/dead-letters", response_model=Page[DeadLetterView])
async def list_dead_letters(
    call: Operator,
    request: Request,
    wanted: Annotated[PageWanted, Depends()],
    state: Annotated[Literal["parked", "replayed", "discarded"] | None, Query()] = None,
    cause: Annotated[str | None, Query(max_length=50)] = None,
) -> Response:
    """List messages that could not be taken in, oldest first."""
    after = wanted.after[0] if wanted.after else 0
    if type(after) is not int or not 0 <= after <= LAST_ID:
        raise MalformedError("'after' is no cursor of this list.", code="malformed-cursor")
    async with call.reading() as session:
        letters = await deadletters.look_up(session, state=state, cause=cause, after=after, limit=wanted.limit)
    return shown(wanted.page(letters, lambda one: _view(request, one), lambda one: [one.id]))


@router.get("/dead-letters/{letter}", response_model=DeadLetterView)
async def get_dead_letter(call: Operator, letter: LetterId, request: Request) -> Response:
    """Show one, with its headers and payload."""
    async with call.reading() as session:
        found = await session.get(DeadLetter, letter)
    if found is None:
        raise NotFoundError(f"There is no dead letter {letter}.")
    return shown(_view(request, found, whole=True))


@router.post("/dead-letters/{letter}/replay", response_model=DeadLetterView)
async def replay_dead_letter(call: Operator, letter: LetterId, request: Request) -> Response:
    """Take the message in now; if that fails again, it stays parked and the answer says why."""
    async with call.transaction() as change:
        settled = await replay(change, request.app.state.messaging.consumers, letter, by=call.cause.actor)
        answer = await call.answer(change, _view(request, settled))
    return shown(answer)


@router.post("/dead-letters/{letter}/discard", response_model=DeadLetterView)
async def discard_dead_letter(call: Operator, letter: LetterId, wish: Discard, request: Request) -> Response:
    """Give a message up, with a reason; it stays on record."""
    async with call.transaction() as change:
        settled = await deadletters.settle(change, letter, state="discarded", by=call.cause.actor, reason=wish.reason)
        answer = await call.answer(change, _view(request, settled))
    return shown(answer)


@router.get("/outbox", response_model=OutboxView)
async def get_outbox(call: Operator, request: Request) -> Response:
    """Tell how many events wait to be published, and for how long."""
    async with call.reading() as session:
        row = (await (await session.connection()).execute(text(_OUTBOX))).one()
    relay = request.app.state.relay
    return shown(
        OutboxView(
            pending=row.pending,
            oldest_pending_seconds=row.oldest,
            recorded=row.recorded,
            relay=relay.state if relay else "runs in another process",
            stream=request.app.state.messaging.topology.stream().name,
        )
    )


@router.get("/subscriptions", response_model=list[HearingView])
async def get_subscriptions(call: Operator, request: Request) -> Any:
    """Tell what this service hears, and how far behind it is."""
    _ = call
    return [
        HearingView(
            stream=ear.subscription.stream, durable=request.app.state.name, state=ear.state, waiting=ear.waiting
        )
        for ear in request.app.state.messaging.ears
    ]


# the newest position is a good count of what was recorded: rows are never deleted
_OUTBOX = """SELECT (SELECT count(*) FROM outbox_event WHERE published_at IS NULL) AS pending,
                    (SELECT EXTRACT(epoch FROM clock_timestamp() - min(recorded_at))::float
                       FROM outbox_event WHERE published_at IS NULL) AS oldest,
                    (SELECT coalesce(max(position), 0) FROM outbox_event) AS recorded"""


def _view(request: Request, letter: DeadLetter, *, whole: bool = False) -> DeadLetterView:
    return DeadLetterView(
        href=f"/api/v1/operations/{request.app.state.name}/dead-letters/{letter.id}",
        id=letter.id or 0,
        state=letter.state,
        cause=letter.cause,
        error=letter.error,
        event_id=str(letter.event_id) if letter.event_id else None,
        event_type=letter.event_type,
        aggregate=letter.aggregate,
        sequence=letter.version,
        subject=letter.subject,
        stream=letter.stream,
        stream_sequence=letter.stream_seq,
        deliveries=letter.deliveries,
        parked_at=letter.parked_at,
        settled_at=letter.settled_at,
        settled_by=letter.settled_by,
        settled_reason=letter.settled_reason,
        headers=letter.headers if whole else None,
        payload=letter.payload.decode(errors="replace") if whole else None,
    )
