"""A long outage of NATS: commands are still answered, slowly asked for, and no service burns its processor waiting."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from tests.chaos.system import System

MOST_OF_A_CORE = 0.20
SETTLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Outage:
    """How long NATS was away, and which share of a core each service used meanwhile."""

    seconds: float
    shares: dict[str, float]

    @property
    def idle_enough(self) -> bool:
        return all(share < MOST_OF_A_CORE for share in self.shares.values())


async def outage(system: System, seconds: float, say: Callable[[str], None]) -> Outage:
    """Take NATS away for so long, with little going on, and measure every service from outside."""
    system.broker.kill()
    say(f"outage: NATS is gone for {seconds:.0f} s (it ended with {system.broker.process.exit_code})")
    # noticing that it is gone is not what is measured
    await asyncio.sleep(min(SETTLE_SECONDS, seconds / 4))
    before = _used(system)
    began = asyncio.get_running_loop().time()
    await asyncio.sleep(seconds)
    lasted = asyncio.get_running_loop().time() - began
    shares = {name: (used - before[name]) / lasted for name, used in _used(system).items()}
    assert not system.broker.running, "NATS was not away all the time"
    await system.bring_up(system.broker)
    say("        " + ", ".join(f"{name} used {share:.1%} of a core" for name, share in shares.items()))
    return Outage(lasted, shares)


def _used(system: System) -> dict[str, float]:
    """Return the processor seconds that each service has used since it started."""
    used = {}
    for name, service in system.services.items():
        times = psutil.Process(service.process.pid).cpu_times()
        used[name] = times.user + times.system
    return used
