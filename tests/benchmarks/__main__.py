"""`python -m tests.benchmarks [--quick] [--row NAME]… [--rounds N] [--profile FOLDER]`: how fast it is, beside what."""

import argparse
import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path

import uvloop

from tests.benchmarks import report
from tests.benchmarks.figures import Line
from tests.benchmarks.house import Bench, bench

ROWS = ("command", "read", "relay", "latency", "consume", "webhooks", "rebuild", "growth", "memory", "start")
ROUNDS = 5
QUICK_ROUNDS = 2

Measure = Callable[[Bench], Awaitable[list[Line]]]


def main() -> int:
    wanted = _arguments()
    # what is measured runs from compiled modules, as in production
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # ended from outside, it still takes down what it started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    busy = report.busy()
    sys.stdout.write(busy)
    rounds = wanted.rounds or (QUICK_ROUNDS if wanted.quick else ROUNDS)
    if wanted.profile:
        wanted.profile.mkdir(parents=True, exist_ok=True)
    lines: list[Line] = []
    with bench(rounds, quick=wanted.quick, profiles=wanted.profile) as run:
        for name in wanted.row or ROWS:
            lines += _measured(name, run)
            if wanted.again or not (wanted.row or wanted.no_results):
                # after every row: what was measured stands there whatever becomes of the next
                again = (wanted.row or ROWS) if wanted.again else ()
                report.write(lines, quick=wanted.quick, rounds=rounds, busy=busy, again=again)
    sys.stdout.write(report.table(lines))
    return 0


def _measured(name: str, run: Bench) -> list[Line]:
    measure: Measure = import_module(f"tests.benchmarks.{name}").measure
    began = time.monotonic()
    sys.stdout.write(f"{name} …\n")
    sys.stdout.flush()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(_awaited(measure, run))
    sys.stdout.write(report.table(found) + f"  ({time.monotonic() - began:.0f} s)\n\n")
    sys.stdout.flush()
    return found


async def _awaited(measure: Measure, run: Bench) -> list[Line]:
    return await measure(run)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything: under five minutes in all")
    parser.add_argument("--row", action="append", choices=ROWS, help="only this row (may be given several times)")
    parser.add_argument("--rounds", type=int, help=f"rounds of each (default {ROUNDS}, quick {QUICK_ROUNDS})")
    parser.add_argument("--profile", type=Path, metavar="FOLDER", help="also say where the time goes, by py-spy")
    parser.add_argument("--no-results", action="store_true", help="leave RESULTS.md as it is")
    parser.add_argument("--again", action="store_true", help="put the rows measured in their places in RESULTS.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
