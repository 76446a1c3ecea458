"""One run: work and strikes, an outage in the middle, then peace, and a judgement from outside."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from nats.errors import Error as NatsError

from tests.chaos.clients import Client, Pace
from tests.chaos.evidence import Evidence, collect, waiting
from tests.chaos.judge import Verdict, judge
from tests.chaos.ledger import Ledger
from tests.chaos.nemesis import Nemesis
from tests.chaos.outage import Outage, outage
from tests.chaos.system import System, system
from tests.chaos.workload import COUNCILS, CouncilDesk, Office, prepare
from tests.support.waiting import eventually

OFFICES = 3
KNOWN_SECONDS = 60.0
"""How long after healing the last commands may take to be known."""
CONVERGES_SECONDS = 120.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is made of; the same seed strikes in the same way."""

    seed: str
    seconds: float
    outage_seconds: float


@dataclass(slots=True)
class Result:
    """What came out."""

    ledger: Ledger
    nemesis: Nemesis
    outage: Outage
    verdict: Verdict
    evidence: Evidence
    ended: list[str]
    converged_in: float

    @property
    def passed(self) -> bool:
        return self.verdict.clean and not self.ended and self.outage.idle_enough and bool(self.nemesis.happened)


async def run(plan: Plan, say: Say) -> Result:
    """Carry a plan out."""
    async with system() as whole:
        say("the system is up")
        ledger, pace = Ledger(), Pace()
        clients = {
            name: Client(name, plan.seed, ledger, pace, whole.services, whole.token())
            for name in ("prep", *(f"office{number}" for number in range(1, OFFICES + 1)), *COUNCILS)
        }
        await prepare(clients["prep"])
        work = asyncio.gather(*(one.work() for one in _workers(clients)))
        nemesis = Nemesis(whole, plan.seed, say)
        try:
            lasted = await _storm(plan, whole, nemesis, pace, say)
            say("peace: everything is healed, and what was asked for is brought to its end")
            pace.end()
            healed = time.monotonic()
            await whole.heal()
            await asyncio.wait_for(work, KNOWN_SECONDS)
            evidence, verdict = await _converged(whole, ledger, nemesis, say)
            return Result(ledger, nemesis, lasted, verdict, evidence, whole.ended, time.monotonic() - healed)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            for client in clients.values():
                await client.close()


def _workers(clients: dict[str, Client]) -> list[Office | CouncilDesk]:
    offices = [Office(clients[f"office{number}"], light=number == 1) for number in range(1, OFFICES + 1)]
    return [*offices, *(CouncilDesk(clients[name], name) for name in COUNCILS)]


async def _storm(plan: Plan, whole: System, nemesis: Nemesis, pace: Pace, say: Say) -> Outage:
    """Strike, take NATS away for long in the middle, and strike again."""
    struck = max(0.0, plan.seconds - plan.outage_seconds) / 2
    await nemesis.strike_until(time.monotonic() + struck)
    await whole.heal()
    pace.light()
    lasted = await outage(whole, plan.outage_seconds, say)
    pace.full()
    await nemesis.strike_until(time.monotonic() + struck)
    return lasted


async def _converged(whole: System, ledger: Ledger, nemesis: Nemesis, say: Say) -> tuple[Evidence, Verdict]:
    """Wait until all is as it must be, at most so long, and return the last judgement."""
    last: tuple[Evidence, Verdict] | None = None

    async def clean() -> None:
        nonlocal last
        left = await waiting(whole)
        assert not left, left
        try:
            found = await collect(whole)
        except NatsError as error:
            raise AssertionError(f"NATS does not answer: {error!r}") from error
        last = found, judge(ledger, found, stream_keeps_order=not nemesis.broker_forgot)
        assert last[1].clean, last[1].counts

    try:
        await eventually(clean, seconds=CONVERGES_SECONDS)
    except AssertionError as error:
        say(f"it does not converge: {error}")
    if last is None:
        found = await collect(whole)
        last = found, judge(ledger, found, stream_keeps_order=not nemesis.broker_forgot)
    return last
