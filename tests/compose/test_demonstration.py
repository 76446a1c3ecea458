"""The compose stack with the demonstration: the walk of the README, from container to container."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.walk import walk_through
from tests.support.whole import Whole
from tests.support.world import free_port

DEMONSTRATION = ("--env-file", "deploy/demo/compose.env")
INSIDE = "http://demo:8090"

pytestmark = [
    pytest.mark.skipif(
        "COMPOSE_PROJECT_NAME" not in os.environ, reason="`make test-compose` brings up a stack for these"
    ),
    pytest.mark.timeout(600),
]


def compose(*arguments: str, **environment: str) -> str:
    command = ["docker", "compose", "--progress", "quiet", *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=400, env=os.environ | environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def whole() -> Iterator[Whole]:
    """The stack, brought up again as a demonstration, and afterwards as it was before."""
    ports = {"DEMO_PORT": str(free_port())}
    try:
        compose(*DEMONSTRATION, "up", "--detach", "--build", "--wait", "--wait-timeout", "240", **ports)
        loader = compose(*DEMONSTRATION, "ps", "--all", "--quiet", "demo-load", **ports)
        code = subprocess.run(["docker", "wait", loader], check=True, capture_output=True, text=True, timeout=120)
        assert code.stdout.strip() == "0", compose(*DEMONSTRATION, "logs", "demo-load", **ports)
        shown = ("run", "--rm", "--no-deps", "-T", "--entrypoint", "cat", "load", "/run/client/demo-fife")
        yield Whole(
            os.environ["PARTNERSHIP_URL"],
            os.environ["PARTNERSHIP_CLIENT_ID"],
            os.environ["PARTNERSHIP_CLIENT_SECRET"],
            box=f"http://127.0.0.1:{ports['DEMO_PORT']}",
            council_secret=compose(*shown),
        )
    finally:
        compose(*DEMONSTRATION, "rm", "--stop", "--force", "demo", "demo-load", **ports)
        compose("up", "--detach", "--wait", "--wait-timeout", "240")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
def test_the_walk_of_the_readme_leads_through_the_containers(whole: Whole, tmp_path: Path) -> None:
    walk_through(whole, tmp_path, endpoints=INSIDE)


def test_the_demonstration_is_no_root_writes_nothing_and_is_reached_from_this_machine_alone(whole: Whole) -> None:
    ids = compose(*DEMONSTRATION, "ps", "--quiet", "demo")
    (found,) = json.loads(subprocess.run(["docker", "inspect", ids], check=True, capture_output=True).stdout)
    assert found["HostConfig"]["ReadonlyRootfs"]
    assert found["HostConfig"]["CapDrop"] == ["ALL"]
    assert found["Config"]["User"] == "10001:10001"
    bindings = [one["HostIp"] for ports in found["NetworkSettings"]["Ports"].values() for one in ports or []]
    assert bindings == ["127.0.0.1"]
