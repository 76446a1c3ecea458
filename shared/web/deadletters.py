"""Operators' routes for dead letters: found out about, replayed or given up, one by one or all of one cause."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from shared.database import Transaction
from shared.errors import MalformedError, NotFoundError
from shared.inbox import DeadLetter
from shared.messaging import deadletters
from shared.messaging.bulk import SettleOne, settle_all
from shared.messaging.deadletters import State, Wanted
from shared.messaging.replay import replay
from shared.web import letters
from shared.web.calls import Call, requires
from shared.web.letters import CausesView, DeadLetterView, Discard, DiscardMany, Many, OutcomeView, Replay, ReplayMany
from shared.web.resources import Page, PageWanted, shown

router = APIRouter(prefix="/dead-letters")

Operator = Annotated[Call, Depends(requires("operations"))]
LetterId = Annotated[int, Path(ge=1, le=letters.LAST_ID)]


@router.get("", response_model=Page[DeadLetterView])
async def list_dead_letters(
    call: Operator,
    request: Request,
    wanted: Annotated[PageWanted, Depends()],
    state: Annotated[State | None, Query(description="`settled`: replayed or discarded")] = None,
    cause: Annotated[str | None, Query(max_length=50)] = None,
    event_type: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """List messages that could not be taken in, oldest first; settled ones with who settled them, when and why."""
    after = wanted.after[0] if wanted.after else 0
    if type(after) is not int or not 0 <= after <= letters.LAST_ID:
        raise MalformedError("'after' is no cursor of this list.", code="malformed-cursor")
    async with call.reading() as session:
        found = await deadletters.look_up(session, Wanted(state, cause, event_type), after=after, limit=wanted.limit)
    name = request.app.state.name
    return shown(wanted.page(found, lambda one: letters.shown_in_list(name, one), lambda one: [one.id]))


@router.get("/causes", response_model=CausesView)
async def list_causes(call: Operator) -> Response:
    """Tell what is parked by cause and event type, and how old the oldest is."""
    async with call.reading() as session:
        found = await deadletters.by_cause(await session.connection())
    return shown(letters.causes(found))


@router.post("/replay", response_model=OutcomeView)
async def replay_dead_letters(call: Operator, wish: ReplayMany, request: Request) -> Response:
    """Take in all that is parked for one cause or of one type, at most 500 at once, each in a transaction of its own.

    What fails stays parked and is told of; it stops no other. Call again with `after` while there is a `next_after`.
    """
    consumers = request.app.state.messaging.consumers

    async def one(change: Transaction, letter: int) -> DeadLetter:
        return await replay(change, consumers, letter, by=call.cause.actor, reason=wish.reason)

    return await _many(call, wish, one)


@router.post("/discard", response_model=OutcomeView)
async def discard_dead_letters(call: Operator, wish: DiscardMany) -> Response:
    """Give up all that is parked for one cause or of one type, at most 500 at once; it stays on record."""

    async def one(change: Transaction, letter: int) -> DeadLetter:
        return await deadletters.settle(change, letter, state="discarded", by=call.cause.actor, reason=wish.reason)

    return await _many(call, wish, one)


async def _many(call: Call, wish: Many, one: SettleOne) -> Response:
    await call.look_back()
    outcome = await settle_all(call.database, call.cause, wish.wanted, one, after=wish.after)
    async with call.transaction() as change:
        answer = await call.answer(change, letters.outcome(outcome))
    return shown(answer)


@router.get("/{letter:int}", response_model=DeadLetterView)
async def get_dead_letter(call: Operator, letter: LetterId, request: Request) -> Response:
    """Show one, with its headers and payload."""
    async with call.reading() as session:
        found = await session.get(DeadLetter, letter)
    if found is None:
        raise NotFoundError(f"There is no dead letter {letter}.")
    return shown(letters.shown_whole(request.app.state.name, found))


@router.post("/{letter:int}/replay", response_model=DeadLetterView)
async def replay_dead_letter(
    call: Operator, letter: LetterId, request: Request, wish: Replay | None = None
) -> Response:
    """Take the message in now; if that fails again, it stays parked and the answer says why."""
    how = wish or Replay()
    async with call.transaction() as change:
        settled = await replay(
            change,
            request.app.state.messaging.consumers,
            letter,
            by=call.cause.actor,
            reason=how.reason,
            accept_gap=how.accept_gap,
        )
        answer = await call.answer(change, letters.shown_in_list(request.app.state.name, settled))
    return shown(answer)


@router.post("/{letter:int}/discard", response_model=DeadLetterView)
async def discard_dead_letter(call: Operator, letter: LetterId, wish: Discard, request: Request) -> Response:
    """Give a message up, with a reason; it stays on record."""
    async with call.transaction() as change:
        settled = await deadletters.settle(change, letter, state="discarded", by=call.cause.actor, reason=wish.reason)
        answer = await call.answer(change, letters.shown_in_list(request.app.state.name, settled))
    return shown(answer)
