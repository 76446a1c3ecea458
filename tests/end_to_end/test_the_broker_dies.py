"""NATS is killed while commands go on: they are still answered, and what they said arrives once it is back."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.support.waiting import eventually
from tests.support.whole import Whole

COMMANDS = 40
ARRIVES_SECONDS = 40


class LocalBroker:
    """NATS of `make up`, whose watchman starts it again by himself."""

    def __init__(self, folder: Path) -> None:
        self._pid_file = folder / "run" / "nats.pid"

    def pid(self) -> int:
        return int(self._pid_file.read_text(encoding="ascii") or 0)

    def kill(self) -> None:
        os.kill(self.pid(), signal.SIGKILL)

    def bring_back(self) -> None:
        """Nothing to do: that is the watchman's work."""


class ComposeBroker:
    """NATS of docker compose, stopped and started as an operator does it."""

    def kill(self) -> None:
        subprocess.run(["docker", "compose", "kill", "--signal", "SIGKILL", "nats"], check=True, capture_output=True)

    def bring_back(self) -> None:
        subprocess.run(["docker", "compose", "start", "nats"], check=True, capture_output=True)


@pytest.fixture
def broker(whole: Whole) -> Iterator[LocalBroker | ComposeBroker]:
    """The broker of the system under test; it runs again afterwards, whatever happened."""
    if whole.folder is not None:
        yield LocalBroker(whole.folder)
        return
    if "COMPOSE_PROJECT_NAME" not in os.environ:
        pytest.skip("the system under test is somewhere else, so its broker cannot be killed from here")
    found = ComposeBroker()
    yield found
    found.bring_back()


async def test_commands_are_answered_while_the_broker_is_dead_and_their_events_arrive_afterwards(
    office: httpx.AsyncClient, broker: LocalBroker | ComposeBroker
) -> None:
    run = uuid4().hex[:8]
    start = (await office.get("/api/v1/events", params={"after": "latest"})).json()["cursor"]
    acknowledged: list[str] = []
    before = broker.pid() if isinstance(broker, LocalBroker) else 0
    for number in range(COMMANDS):
        if number == COMMANDS // 4:
            broker.kill()
        key = f"test-{run}-{number}"
        made = await office.post(
            "/api/v1/projects", json={"key": key, "name": "While the broker is dead", "demonstration": True}
        )
        assert made.status_code == 201, made.text
        acknowledged.append(key)
    broker.bring_back()

    async def all_arrived() -> None:
        arrived: list[str] = []
        address = "/api/v1/events"
        query = {"after": start, "types": "projects.registered", "limit": "200"}
        page = (await office.get(address, params=query)).json()
        arrived += [event["subject"] for event in page["items"]]
        assert [key for key in arrived if key.startswith(f"test-{run}")] == acknowledged

    await eventually(all_arrived, seconds=ARRIVES_SECONDS)
    if isinstance(broker, LocalBroker):
        assert broker.pid() != before, "the broker was never killed"
