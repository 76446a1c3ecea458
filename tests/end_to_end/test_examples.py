"""The examples, run as they stand against the whole system: subscribers in Python, JavaScript and shell."""

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.house import ROOT
from tests.support.javascript import MODULES, NODE, needs_javascript
from tests.support.waiting import eventually
from tests.support.whole import Whole

EXAMPLES = ROOT / "examples"
TYPES = ["projects.registered"]
HOW_MANY = 5


@pytest.fixture
async def partner(whole: Whole, office: httpx.AsyncClient) -> AsyncIterator[dict[str, str]]:
    """A subscription by the broker, from the beginning, and how its partner comes in: through the gateway."""
    wish = {"name": "An example", "road": "broker", "types": TYPES, "start": {"at": "beginning"}}
    answer = await office.post("/api/v1/subscriptions", json=wish)
    assert answer.status_code == 201, answer.text
    made = answer.json()

    async def in_place() -> dict[str, Any]:
        access: dict[str, Any] = (await office.get(f"{made['href']}/broker")).json()
        assert access["in_place"], access
        return access

    access = await eventually(in_place)
    (server,) = access["servers"]
    # by the name that the system is told it has, which is not how a test has to reach it
    assert server.replace("127.0.0.1", "localhost") == (
        f"{whole.url.replace('http', 'ws').replace('127.0.0.1', 'localhost')}/nats"
    )
    (durable,) = access["durables"]
    yield {
        # by the address that the test has, which the machine's name need not lead to
        "server": f"{whole.url.replace('http', 'ws')}/nats",
        "stream": durable["stream"],
        "durable": durable["durable"],
        "seed": made["broker"]["seed"],
    }
    ended = await office.delete(made["href"], headers={"If-Match": "*"})
    assert ended.status_code == 200, ended.text


async def run(program: Path | str, *arguments: str | Path, folder: Path, **environment: str) -> str:
    """Run a program to its end, and return what it printed."""
    ran = await asyncio.to_thread(
        subprocess.run,
        [program, *arguments],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


async def first_of_the_feed(office: httpx.AsyncClient) -> list[str]:
    page = await office.get("/api/v1/events", params={"types": TYPES, "limit": HOW_MANY})
    return [event["id"] for event in page.json()["items"]]


async def test_the_python_example_reads_from_the_broker_through_the_gateway(
    office: httpx.AsyncClient, partner: dict[str, str], tmp_path: Path
) -> None:
    if importlib.util.find_spec("nkeys") is None:
        pytest.skip("nkeys is not installed; `make install` does that")
    program = EXAMPLES / "python/subscriber.py"
    where = (partner["server"], partner["stream"], partner["durable"])
    said = await run(sys.executable, program, *where, str(HOW_MANY), folder=tmp_path, NKEY_SEED=partner["seed"])
    told = [json.loads(line) for line in said.splitlines()]
    assert [one["id"] for one in told][:HOW_MANY] == await first_of_the_feed(office)
    assert {one["type"] for one in told} == {"partnership.projects.registered.v1"}


async def test_the_javascript_example_reads_from_the_broker_through_the_gateway(
    office: httpx.AsyncClient, partner: dict[str, str], tmp_path: Path
) -> None:
    needs_javascript()
    (tmp_path / "node_modules").symlink_to(MODULES)
    program = tmp_path / "subscriber.mjs"
    program.write_bytes((EXAMPLES / "javascript/subscriber.mjs").read_bytes())
    where = (partner["server"], partner["stream"], partner["durable"])
    said = await run(NODE, program, *where, str(HOW_MANY), folder=tmp_path, NKEY_SEED=partner["seed"])
    told = [json.loads(line) for line in said.splitlines()]
    assert [one["id"] for one in told][:HOW_MANY] == await first_of_the_feed(office)
    assert all(one["data"]["name"] for one in told)


async def test_the_shell_example_follows_the_feed_and_goes_on_where_it_was(
    whole: Whole, office: httpx.AsyncClient, tmp_path: Path
) -> None:
    environment = {"CLIENT_ID": whole.client_id, "CLIENT_SECRET": whole.secret}
    program = EXAMPLES / "shell/follow.sh"
    pages = [
        json.loads(await run("sh", program, whole.url, "projects.registered", "1", folder=tmp_path, **environment))
        for _ in range(1)
    ]
    assert [event["id"] for event in pages[0]][:HOW_MANY] == await first_of_the_feed(office)
    before = (tmp_path / "cursor").read_text(encoding="utf-8")
    assert before.startswith("/api/v1/events?")
    key = f"example-{os.urandom(4).hex()}"
    made = await office.post(
        "/api/v1/projects",
        json={
            "key": key,
            "name": "Told to a shell",
            "programme": "digital-partnership",
            "lifecycle": "service",
            "demonstration": True,
        },
    )
    assert made.status_code == 201, made.text
    said = await run("sh", program, whole.url, "projects.registered", "1", folder=tmp_path, **environment)
    assert key in [event["subject"] for event in json.loads(said)]
