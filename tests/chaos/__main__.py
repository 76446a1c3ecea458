"""`python -m tests.chaos --seed 1 --minutes 3`: hurt the whole system for so long, and tell what became of it."""

import argparse
import asyncio
import sys
import time

from tests.chaos.report import table
from tests.chaos.run import Plan, run

LONGEST_OUTAGE_SECONDS = 600.0
WHOLE_OUTAGE_FROM_MINUTES = 14.0
OUTAGE_SHARE = 40 / 180


def main() -> int:
    """Run as the command line asks; 1 if anything was found to be wrong."""
    asked = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    asked.add_argument("--seed", default="1", help="decides what is done to whom")
    asked.add_argument("--minutes", type=float, default=3.0, help="how long it is hurt")
    asked.add_argument("--long-outage", type=float, help="seconds that NATS is gone for in the middle")
    given = asked.parse_args()
    seconds = given.minutes * 60
    away = given.long_outage if given.long_outage is not None else outage_seconds(given.minutes)
    began = time.monotonic()

    def say(sentence: str) -> None:
        sys.stdout.write(f"{time.monotonic() - began:7.1f} s  {sentence}\n")
        sys.stdout.flush()

    say(f"seed {given.seed}: {given.minutes:g} minutes, in the middle of which NATS is gone for {away:.0f} s")
    result = asyncio.run(run(Plan(given.seed, seconds, away), say))
    sys.stdout.write(table(given.seed, result))
    return 0 if result.passed else 1


def outage_seconds(minutes: float) -> float:
    """Return how long NATS is gone for in a run: ten minutes where there is room for that, else a part of it."""
    if minutes >= WHOLE_OUTAGE_FROM_MINUTES:
        return LONGEST_OUTAGE_SECONDS
    return minutes * 60 * OUTAGE_SHARE


if __name__ == "__main__":
    sys.exit(main())
