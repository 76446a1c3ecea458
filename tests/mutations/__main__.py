"""`python -m tests.mutations [word …]`: break the product in every way there is (or those named), and see it caught."""

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.local.places import temporary_folder
from tests.mutations.hearing import HEARING
from tests.mutations.mutation import Mutation
from tests.mutations.personal import PERSONAL
from tests.mutations.runner import ALL_SECONDS, Outcome, copy, failed, pytest, tried
from tests.mutations.saying import SAYING
from tests.mutations.timing import TIMING

MUTATIONS: Sequence[Mutation] = (*SAYING, *HEARING, *TIMING, *PERSONAL)
AT_ONCE = 2
TRIES = 2


def main(words: Sequence[str]) -> int:
    """Try them all; 1 if one survived, did not apply, or the tests are not green to begin with."""
    chosen = [one for one in MUTATIONS if not words or any(word in one.name for word in words)]
    if not chosen:
        _say("No mutation has one of these words in its name. There are:\n" + "\n".join(one.name for one in MUTATIONS))
        return 2
    began = time.monotonic()
    with temporary_folder("partnership-mutations") as folder:
        if not _green(folder, chosen):
            return 1
        with ThreadPoolExecutor(AT_ONCE) as pool:
            outcomes = []
            for outcome in pool.map(lambda one: tried(folder, one), chosen):
                outcomes.append(outcome)
                _show(outcome)
    caught = sum(one.caught for one in outcomes)
    _say(f"\n{caught} of {len(outcomes)} mutations were caught, in {time.monotonic() - began:.0f} s")
    return 0 if caught == len(outcomes) else 1


def _green(folder: Path, chosen: Sequence[Mutation]) -> bool:
    """See that the tests pass on the product as it is: else a failure would prove nothing."""
    root, tests = copy(folder), sorted({test for mutation in chosen for test in mutation.tests})
    for _ in range(TRIES):
        done = pytest(root, tests, seconds=ALL_SECONDS)
        said = done.stdout.strip() or done.stderr.strip()
        _say(f"unbroken: {said.splitlines()[-1]}")
        if done.returncode == 0:
            _say("")
            return True
        _say(done.stdout[-2000:] + done.stderr[-1000:])
        # a busy machine may fail one by its deadline: what failed is asked once more, and must pass then
        tests = failed(done.stdout) or tests
    return False


def _show(outcome: Outcome) -> None:
    _say(f"{'caught' if outcome.caught else 'NOT CAUGHT':<11}{outcome.mutation.name}")
    _say(f"{'':<11}by {outcome.by}" if outcome.caught else f"{'':<11}{outcome.by}")
    _say(f"{'':<11}{outcome.words}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
