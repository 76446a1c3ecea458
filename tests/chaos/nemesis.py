"""The nemesis: draws strikes from a seeded random, sometimes two at once, and writes down which of them happened."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator

from nats.errors import Error as NatsError

from tests.chaos.strikes import FORGETS, STRIKES, MissedError, Strike
from tests.chaos.system import System

TWO_AT_ONCE = 0.25
REST_SECONDS = (0.5, 2.5)
DOWN_SECONDS = (0.3, 2.5)
SERVICES = ("projects", "councils", "notifications", "reporting")
SAYS = ("projects", "councils", "reporting")
HEARS = {
    "PROJECTS": ("councils", "notifications", "reporting"),
    "COUNCILS": ("projects", "notifications", "reporting"),
    "REPORTING": ("notifications",),
}
POINTS = {
    "projects": (
        "api.before_commit:3",
        "api.after_commit_before_reply:3",
        "relay.after_pick:2",
        "relay.after_ack_before_mark:2",
        "relay.after_mark:2",
    ),
    "councils": (
        "api.after_commit_before_reply:2",
        "relay.after_ack_before_mark:2",
        "consumer.after_inbox_insert",
        "consumer.after_commit_before_ack",
    ),
    "notifications": (
        "consumer.after_fetch:3",
        "consumer.after_inbox_insert:3",
        "consumer.after_commit_before_ack:3",
        "consumer.after_ack:3",
    ),
    "reporting": (
        "relay.after_pick",
        "relay.after_ack_before_mark",
        "consumer.after_inbox_insert:3",
        "consumer.after_commit_before_ack:3",
    ),
}


def draws(seed: str) -> Iterator[tuple[float, list[Strike]]]:
    """Draw rests and strikes for ever: every kind comes up before one comes up again."""
    rng = random.Random(f"{seed}/nemesis")  # noqa: S311 - repeatable on purpose
    deck: list[str] = []
    while True:
        rest = rng.uniform(*REST_SECONDS)
        chosen: list[Strike] = []
        for _ in range(2 if rng.random() < TWO_AT_ONCE else 1):
            if not deck:
                deck = sorted(STRIKES)
                rng.shuffle(deck)
            strike = _drawn(deck[-1], rng)
            if any(strike.hurts & other.hurts for other in chosen):
                break
            deck.pop()
            chosen.append(strike)
        yield rest, chosen


def _drawn(kind: str, rng: random.Random) -> Strike:
    seconds = rng.uniform(*DOWN_SECONDS)
    stream, service, sayer = rng.choice(sorted(HEARS)), rng.choice(SERVICES), rng.choice(SAYS)
    drawn = {
        "delete a durable": Strike(kind, stream, detail=rng.choice(HEARS[stream])),
        "delete a stream": Strike(kind, stream),
        "crash": Strike(kind, service, detail=rng.choice(POINTS[service])),
        "kill": Strike(kind, service, seconds),
        "freeze": Strike(kind, service, seconds),
        "stop and start": Strike(kind, service),
        "cut the relay of": Strike(kind, sayer),
    }
    return drawn.get(kind, Strike(kind, seconds=seconds))


class Nemesis:
    """Strikes until it is told to end."""

    def __init__(self, system: System, seed: str, say: Callable[[str], None]) -> None:
        self.system, self._say = system, say
        self._draws = draws(seed)
        self.happened: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()

    @property
    def broker_forgot(self) -> bool:
        return any(self.happened[kind] for kind in FORGETS)

    async def strike_until(self, deadline: float) -> None:
        """Strike and rest in turn; a strike that has begun is brought to its end."""
        while time.monotonic() < deadline:
            rest, chosen = next(self._draws)
            await asyncio.sleep(min(rest, max(0.0, deadline - time.monotonic())))
            await asyncio.gather(*map(self._strike, chosen))

    async def _strike(self, strike: Strike) -> None:
        self._say(f"strike: {strike}")
        self.system.struck |= strike.hurts
        try:
            proof = await STRIKES[strike.kind](self.system, strike)
        except (MissedError, AssertionError, NatsError, OSError) as error:
            self.missed[strike.kind] += 1
            self._say(f"        {strike}: not shown to have happened ({error or type(error).__name__})")
        else:
            self.happened[strike.kind] += 1
            self._say(f"        {strike}: {proof}")
        finally:
            self.system.struck -= strike.hurts
