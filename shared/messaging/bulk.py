"""Settling many dead letters of one cause: each in a transaction of its own, so that one that fails stops no other."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog

from shared.database import Database, Transaction
from shared.errors import RefusedError, UnavailableError
from shared.inbox import DeadLetter
from shared.messaging import deadletters
from shared.messaging.deadletters import Wanted
from shared.outbox.record import Cause

log = structlog.get_logger()

AT_ONCE = 500
"""How many letters one request settles, so that it ends while somebody still waits for it."""

SettleOne = Callable[[Transaction, int], Awaitable[DeadLetter]]


@dataclass(frozen=True, slots=True)
class Failed:
    """A letter that stays parked, and why."""

    id: int
    code: str
    detail: str


@dataclass(slots=True)
class Outcome:
    """What became of the letters."""

    settled: int = 0
    failed: list[Failed] = field(default_factory=list)
    go_on_after: int | None = None
    """The id after which there are more, if there are."""
    interrupted: bool = False
    """Whether the database went away meanwhile: what was settled is, and the rest can be asked for again."""


async def settle_all(database: Database, cause: Cause, wanted: Wanted, one: SettleOne, *, after: int = 0) -> Outcome:
    """Settle the parked letters that are meant, the oldest first; tell how it went, and where to go on."""
    async with database.reading() as session:
        parked = await deadletters.look_up(
            session, Wanted("parked", wanted.cause, wanted.event_type), after=after, limit=AT_ONCE
        )
    # they were parked in whatever order they failed; what is missing for one may be the next
    letters = sorted(parked[:AT_ONCE], key=lambda found: (found.stream, found.aggregate or "", found.version or 0))
    outcome = await settle_each(database, cause, [letter.id or 0 for letter in letters], one)
    if outcome.interrupted:
        outcome.go_on_after = after
    elif len(parked) > AT_ONCE:
        outcome.go_on_after = parked[AT_ONCE - 1].id
    log.info("dead letters were settled", settled=outcome.settled, failed=len(outcome.failed), wanted=str(wanted))
    return outcome


async def settle_each(database: Database, cause: Cause, letters: Sequence[int], one: SettleOne) -> Outcome:
    """Settle these letters, in this order; tell how it went."""
    outcome = Outcome()
    for letter in letters:
        try:
            async with database.transaction(cause) as change:
                await one(change, letter)
        except RefusedError as error:
            outcome.failed.append(Failed(letter, error.code, error.detail))
            if isinstance(error, UnavailableError):
                outcome.interrupted = True
                break
        except Exception as error:
            log.exception("a dead letter could not be settled", dead_letter=letter)
            outcome.failed.append(Failed(letter, "still-failing", type(error).__name__))
        else:
            outcome.settled += 1
    return outcome
