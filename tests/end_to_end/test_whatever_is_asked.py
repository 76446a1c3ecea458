"""Every operation of the API, asked for in all the ways its contract allows and in many that it does not.

Schemathesis makes the requests from the joined contract that the gateway serves, valid ones and others, and holds every
answer to it: no failure, no status that the contract does not name, the content type and the shape that it says.
A system of its own answers, for they change what they find. The same requests come every time; `make fuzz` asks for
more, and for others each time.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.contracts.__main__ import SITE
from deploy.local import REPOSITORY
from shared.auth import is_public
from tests.support.whole import Whole, own_system

ASKING = Path(__file__).parent / "asking"
CONTRACT = SITE / "openapi.json"
STREAMS = ("/api/v1/events/stream", "/api/v1/subscriptions/{subscription}/stream")
"""Their answers do not end; what they refuse is tested beside the feed."""

EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "2")
SEED = os.environ.get("FUZZ_SEED")
ANSWER_SECONDS = 30
ALL_SECONDS = int(os.environ.get("FUZZ_SECONDS", "600"))
"""A busy machine takes many times the half minute of a quiet one; how long it takes is not what is tested."""

pytestmark = pytest.mark.timeout(2 * ALL_SECONDS)


@pytest.fixture(scope="module")
def system() -> Iterator[Whole]:
    if "PARTNERSHIP_URL" in os.environ:
        pytest.skip("a system that was given is not filled with nonsense")
    # a clock that nonsense may move would let years of timers fire
    with own_system(CLOCK_MOVABLE="false") as made:
        yield made


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return document


def operations(contract: dict[str, Any], *, public: bool = True) -> list[tuple[str, str]]:
    """Return the operations that are asked for: method and path."""
    every = [(method.upper(), path) for path, item in contract["paths"].items() for method in item]
    return [
        (method, path) for method, path in every if path not in STREAMS and (public or not _is_public(method, path))
    ]


def _is_public(method: str, path: str) -> bool:
    return is_public(method, re.sub(r"{[^}]+}", "a-key", path))


def ask(system: Whole, settings: str, folder: Path, *arguments: str) -> dict[str, Any]:
    """Ask as a file of settings says, and return what came of it; what was answered wrongly is shown in full."""
    report = folder / "report.json"
    # one worker: two threads that parse source at once, as hypothesis does, fail in Python 3.11.7 (gh-106905)
    excluded = [word for path in STREAMS for word in ("--exclude-path", path)]
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(ASKING / settings)),
        *("run", str(CONTRACT), "--url", system.url, *excluded, "--no-color", "--workers", "1"),
        *("--max-examples", EXAMPLES, "--request-timeout", str(ANSWER_SECONDS), "--continue-on-failure"),
        *("--seed", SEED or "1", *(["--generation-database", "none"] if SEED else ["--generation-deterministic"])),
        *("--report-json-path", str(report), *arguments),
    ]
    asked = subprocess.run(command, check=False, cwd=REPOSITORY, capture_output=True, text=True, timeout=ALL_SECONDS)
    assert asked.returncode == 0, asked.stdout[-20_000:] + asked.stderr[-5_000:]
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    assert (found["failures"], found["errors"], found["stop_reason"]) == ([], [], "completed")
    return found


def test_no_answer_to_the_office_is_one_that_the_contract_does_not_name(
    system: Whole, contract: dict[str, Any], tmp_path: Path
) -> None:
    found = ask(system, "office.toml", tmp_path, "--header", f"Authorization: Bearer {system.token()}")
    assert found["operations"]["tested"] == len(operations(contract))
    assert found["test_cases"]["generated"] > 20 * len(operations(contract))
    assert {phase for phase, told in found["phases"].items() if told["status"] == "success"} >= {
        *("coverage", "fuzzing", "stateful")
    }
    accepted = [
        operation
        for operation, phases in found["valid_rates"].items()
        if any(told["accepted"] for told in phases.values())
    ]
    assert len(accepted) > len(operations(contract)) / 2, f"most requests never got to what they ask for: {accepted}"
    assert system.token(), "the client is as good as before"


def test_whoever_has_no_token_is_told_so_whatever_is_asked_for(
    system: Whole, contract: dict[str, Any], tmp_path: Path
) -> None:
    protected = operations(contract, public=False)
    public = {path for _, path in operations(contract)} - {path for _, path in protected}
    without = [argument for path in sorted(public) for argument in ("--exclude-path", path)]
    found = ask(system, "nobody.toml", tmp_path, *without)
    assert found["operations"]["tested"] == len(protected)
    assert found["test_cases"]["generated"] > len(protected), "most are asked in more ways than one"
