"""Replaying a dead letter: the same effect it should have had, in one transaction with its settlement."""

from collections.abc import Iterable, Mapping

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from shared import inbox
from shared.database import Database, Transaction, unreachable
from shared.errors import ConflictError, UnavailableError
from shared.inbox import DeadLetter, Verdict
from shared.messaging import deadletters
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import UndecodableError, envelope
from shared.messaging.settle import GapError
from shared.messaging.subscription import Subscription
from shared.settings import Settings

log = structlog.get_logger()

Consumers = Mapping[str, Consumer]
"""What takes a message in, by the stream it came from."""


def consumers_of(
    name: str, subscriptions: Iterable[Subscription], database: Database, settings: Settings
) -> dict[str, Consumer]:
    """Return a service's consumers, to replay with: they need its handlers and its database, and no broker."""
    return {one.stream: Consumer(name, one, database, settings.scaled) for one in subscriptions}


async def replay(
    change: Transaction,
    consumers: Consumers,
    letter_id: int,
    *,
    by: str,
    reason: str | None = None,
    accept_gap: bool = False,
) -> DeadLetter:
    """Take a parked message in and mark it replayed; refuse, changing nothing, if it still cannot be taken in.

    With `accept_gap` it is taken in although versions before it are missing, which are then given up: should they come
    after all, they are passed over. That is kept with the letter, and it is how an aggregate goes on after a discard.
    """
    actor = change.cause
    letter = await deadletters.settle(change, letter_id, state="replayed", by=by, reason=reason)
    consumer = consumers.get(letter.stream)
    if consumer is None:
        raise ConflictError(f"This service does not listen to the stream {letter.stream} any more.", code="not-heard")
    try:
        verdict = await _take_in(change, consumer, letter, accept_gap=accept_gap)
    except Exception as error:
        refused = _refused(error)
        log.warning("a dead letter could not be replayed", dead_letter=letter_id, by=by, error=repr(error))
        if refused is error:
            raise
        raise refused from error
    finally:
        change.cause = actor
    log.info("a dead letter was replayed", dead_letter=letter_id, by=by, verdict=verdict.value)
    return letter


def _refused(error: Exception) -> Exception:
    """Return what to tell whoever asked for a replay that failed."""
    if isinstance(error, _EarlierLetterError):
        return ConflictError(str(error), code="earlier-letter")
    if isinstance(error, UndecodableError | ValidationError):
        return ConflictError(f"It still cannot be read: {error}"[:1000], code="undecodable")
    if isinstance(error, GapError):
        return ConflictError(
            f"An earlier event has not been taken in: {error}. Replay or wait for that one first; if it will never "
            "come, or was discarded, replay this one with 'accept_gap'.",
            code="gap",
        )
    if isinstance(error, UnavailableError) or (isinstance(error, DBAPIError) and unreachable(error)):
        return error
    return ConflictError(f"It still cannot be taken in: {type(error).__name__}: {error}"[:1000], code="still-failing")


class _EarlierLetterError(Exception):
    """What would be given up for missing is parked: it can still be taken in."""


async def _take_in(change: Transaction, consumer: Consumer, letter: DeadLetter, *, accept_gap: bool) -> Verdict:
    arrived = envelope(
        letter.headers,
        letter.payload,
        came_on=letter.subject,
        stream=letter.stream,
        stream_sequence=letter.stream_seq,
    )
    state = await inbox.known(change.connection, consumer.name, [arrived])
    guard = consumer.subscription.guard
    verdict = state.judge(arrived, guard)
    if verdict is Verdict.GAP:
        _, have = state.have(arrived)
        if not accept_gap:
            raise GapError(f"{arrived.aggregate} is at version {have}, this is {arrived.sequence}")
        if (first := await deadletters.earlier(change, letter)) is not None:
            raise _EarlierLetterError(
                f"Version {first.version} of {letter.aggregate} is not missing but parked, as dead letter {first.id}: "
                "replay or discard that one first."
            )
        missing = f"accepted that versions {have + 1} to {arrived.sequence - 1} of {arrived.aggregate} are missing"
        letter.settled_reason = f"{missing}: {letter.settled_reason or 'no reason given'}"
        log.warning("a gap was accepted", dead_letter=letter.id, aggregate=arrived.aggregate, have=have)
        state.apply(arrived)
        verdict = Verdict.APPLY
    fresh = [arrived] if verdict is Verdict.APPLY else []
    await inbox.take_in(change.connection, consumer.name, [arrived], state, fresh, guard)
    await consumer.apply(change, fresh)
    return verdict
