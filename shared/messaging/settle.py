"""When to try a failed message again, and when to park it: a plain decision by its error and its delivery count."""

import random
from dataclasses import dataclass

from pydantic import ValidationError

from shared.errors import UnavailableError
from shared.messaging.envelope import UndecodableError

BACKOFF_SECONDS = (0.5, 1, 2, 5, 10, 20, 30, 60)


class GapError(Exception):
    """A version before this event has not come, so it cannot be applied in order yet."""


@dataclass(frozen=True, slots=True)
class Again:
    """Deliver it again after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Park:
    """Keep it as a dead letter: trying again by itself would not help."""

    cause: str


def decide(error: BaseException, deliveries: int) -> Again | Park:
    """Decide what becomes of a message that failed `deliveries` times, in unscaled seconds."""
    if isinstance(error, UnavailableError):
        # our own database is away: that is no fault of the message, however long it lasts
        return Again(_jittered(min(deliveries, len(BACKOFF_SECONDS))))
    if isinstance(error, UndecodableError | ValidationError):
        return Park("undecodable")
    if deliveries > len(BACKOFF_SECONDS):
        return Park("gap" if isinstance(error, GapError) else "failed")
    return Again(_jittered(deliveries))


def _jittered(delivery: int) -> float:
    return BACKOFF_SECONDS[max(0, delivery - 1)] * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, keeps no secret
