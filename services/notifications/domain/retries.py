"""When a webhook is tried again, when its endpoint counts as failing, and when a paused one is probed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0

SCHEDULE = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""How long after each failed try the next one is, by Standard Webhooks 1.0: ten tries within about three days."""
TRIES = len(SCHEDULE) + 1
JITTER = 0.2
"""The part of a delay that is left to chance, so that what failed together does not come back together."""

SHAKY_AFTER = 3
"""From so many failures in a row an endpoint gets one webhook at a time, at growing distances."""
SHORTEST_HOLD, LONGEST_HOLD = 1.0, MINUTE

FAILING_FOR = MINUTE
ALONE_FAILING_FOR = HOUR
"""An endpoint is paused when it has failed for a minute; for an hour where it fails one aggregate's events alone."""

FIRST_PROBE, LAST_PROBE = 30.0, 30 * MINUTE
"""How long a paused endpoint is left alone at least, and at most, before it is tried with one event again."""

LONGEST_RETRY_AFTER = DAY
SLOW_DOWN = 30.0
"""How long an endpoint is left alone that asks for it without saying for how long."""

Kind = Literal["delivered", "retry", "slow-down", "gone", "blocked"]
Scaled = Callable[[float], float]


class Next(NamedTuple):
    """What becomes of a delivery after a try: its state, how many of its tries are used, and when the next one is."""

    state: Literal["delivered", "waiting", "given-up"]
    tries: int
    due_at: datetime
    reason: str | None = None


def after(
    kind: Kind,
    *,
    tries: int,
    probe: bool,
    failures: int,
    retry_after: float | None,
    now: datetime,
    scaled: Scaled,
    chance: float,
) -> Next:
    """Decide what becomes of a delivery.

    `tries` are those that failed before, `failures` those of its endpoint in a row before this one; `chance` is a
    random number from 0 to 1. It is given up when its tries are used up, and never while its endpoint takes nothing
    else either: then the endpoint is at fault, and the delivery waits for it.
    """
    if kind == "delivered":
        return Next("delivered", 0, now)
    if kind == "gone":
        return Next("waiting", tries, now)
    if kind == "slow-down":
        return Next("waiting", tries, now + timedelta(seconds=wait_asked_for(retry_after, scaled)))
    if probe:
        return Next("waiting", tries, now + timedelta(seconds=scaled(HOUR)))
    if tries + 1 >= TRIES and not failures:
        return Next("given-up", tries + 1, now, "tries-used-up")
    return Next("waiting", tries + 1, now + timedelta(seconds=delay(tries, scaled, chance)))


def delay(tries: int, scaled: Scaled, chance: float) -> float:
    """Return the seconds until the next try, after so many failed ones before the latest."""
    seconds = scaled(SCHEDULE[min(tries, len(SCHEDULE) - 1)])
    return seconds * (1 + JITTER * (2 * chance - 1))


def wait_asked_for(retry_after: float | None, scaled: Scaled) -> float:
    """Return for how many seconds an endpoint is left alone that asked for it.

    What it said itself is real time, and is kept to; a day is the most.
    """
    if retry_after is None:
        return scaled(SLOW_DOWN)
    return min(max(retry_after, 0.0), LONGEST_RETRY_AFTER)


def is_failing(failures: int, since: datetime | None, lanes: int, now: datetime, scaled: Scaled) -> bool:
    """Say whether an endpoint is to be paused, that has failed so often in a row with events of so many aggregates."""
    if since is None or failures < SHAKY_AFTER:
        return False
    return now - since >= timedelta(seconds=scaled(FAILING_FOR if lanes > 1 else ALONE_FAILING_FOR))


def next_probe(failing_since: datetime | None, now: datetime, scaled: Scaled, chance: float) -> datetime:
    """Return when a paused endpoint is tried again: after half as long as it has failed for, within bounds."""
    failed = (now - failing_since).total_seconds() / 2 if failing_since is not None else 0.0
    seconds = min(max(failed, scaled(FIRST_PROBE)), scaled(LAST_PROBE))
    return now + timedelta(seconds=seconds * (1 + JITTER * (2 * chance - 1)))
