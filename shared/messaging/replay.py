"""Replaying a dead letter: the same effect it should have had, in one transaction with its settlement."""

from collections.abc import Mapping

import structlog
from pydantic import ValidationError

from shared import inbox
from shared.database import Transaction
from shared.errors import ConflictError
from shared.inbox import DeadLetter, Verdict
from shared.messaging import deadletters
from shared.messaging.consumer import Consumer
from shared.messaging.envelope import UndecodableError, envelope

log = structlog.get_logger()


async def replay(change: Transaction, consumers: Mapping[str, Consumer], letter_id: int, *, by: str) -> DeadLetter:
    """Take a parked message in and mark it replayed; refuse, changing nothing, if it still cannot be taken in."""
    actor = change.cause
    letter = await deadletters.settle(change, letter_id, state="replayed", by=by, reason=None)
    consumer = consumers.get(letter.stream)
    if consumer is None:
        raise ConflictError(f"This service does not listen to the stream {letter.stream} any more.", code="not-heard")
    try:
        arrived = envelope(letter.headers, letter.payload, stream=letter.stream, stream_sequence=letter.stream_seq)
        state = await inbox.known(change.connection, consumer.name, [arrived])
        verdict = state.judge(arrived, consumer.subscription.guard)
        if verdict is Verdict.GAP:
            raise ConflictError(
                f"An earlier event of {arrived.aggregate} has not been taken in; replay or wait for that one first.",
                code="gap",
            )
        fresh = [arrived] if verdict is Verdict.APPLY else []
        await inbox.take_in(change.connection, consumer.name, [arrived], state, fresh, consumer.subscription.guard)
        await consumer.apply(change, fresh)
    except (UndecodableError, ValidationError) as error:
        raise ConflictError(f"It still cannot be read: {error}"[:1000], code="undecodable") from error
    finally:
        change.cause = actor
    log.info("a dead letter was replayed", dead_letter=letter_id, by=by, verdict=verdict.value)
    return letter
