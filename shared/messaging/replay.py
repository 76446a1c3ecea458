"""Replaying a dead letter: the same effect it should have had, in one transaction with its settlement."""

from collections.abc import Mapping

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from shared import inbox
from shared.database import Transaction, unreachable
from shared.errors import ConflictError, UnavailableError
from shared.inbox import NOTHING, DeadLetter, Verdict
from shared.messaging import deadletters
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import UndecodableError, envelope
from shared.messaging.settle import GapError

log = structlog.get_logger()


async def replay(change: Transaction, consumers: Mapping[str, Consumer], letter_id: int, *, by: str) -> DeadLetter:
    """Take a parked message in and mark it replayed; refuse, changing nothing, if it still cannot be taken in."""
    actor = change.cause
    letter = await deadletters.settle(change, letter_id, state="replayed", by=by, reason=None)
    consumer = consumers.get(letter.stream)
    if consumer is None:
        raise ConflictError(f"This service does not listen to the stream {letter.stream} any more.", code="not-heard")
    try:
        verdict = await _take_in(change, consumer, letter)
    except UnavailableError:
        raise
    except (UndecodableError, ValidationError) as error:
        raise ConflictError(f"It still cannot be read: {error}"[:1000], code="undecodable") from error
    except GapError as error:
        raise ConflictError(
            f"An earlier event has not been taken in; replay or wait for that one first: {error}.", code="gap"
        ) from error
    except Exception as error:
        if isinstance(error, DBAPIError) and unreachable(error):
            raise
        reason = f"It still cannot be taken in: {type(error).__name__}: {error}"
        raise ConflictError(reason[:1000], code="still-failing") from error
    finally:
        change.cause = actor
    log.info("a dead letter was replayed", dead_letter=letter_id, by=by, verdict=verdict.value)
    return letter


async def _take_in(change: Transaction, consumer: Consumer, letter: DeadLetter) -> Verdict:
    arrived = envelope(letter.headers, letter.payload, stream=letter.stream, stream_sequence=letter.stream_seq)
    state = await inbox.known(change.connection, consumer.name, [arrived])
    guard = consumer.subscription.guard
    verdict = state.judge(arrived, guard)
    if verdict is Verdict.GAP:
        have = state.versions.get((arrived.aggregate_type, arrived.aggregate_id), NOTHING)[1]
        raise GapError(f"{arrived.aggregate} is at version {have}, this is {arrived.sequence}")
    fresh = [arrived] if verdict is Verdict.APPLY else []
    await inbox.take_in(change.connection, consumer.name, [arrived], state, fresh, guard)
    await consumer.apply(change, fresh)
    return verdict
