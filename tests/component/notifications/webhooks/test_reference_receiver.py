"""The client's receiver at the end of real webhooks, signed by both kinds of keys, in every form they have."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from partnership_client.event import Event
from partnership_client.receiver import Receiver, SqliteStore, Verifier

from shared.events.projects import ProjectDetailsChanged, ProjectRegistered
from tests.support.receivers import Behave, Got, answers, receiver
from tests.support.subscriptions import SUBSCRIPTIONS
from tests.support.waiting import eventually
from tests.support.world import Running, World

FORMS = [
    pytest.param({"mode": "binary", "body": "full", "signatures": ["hmac"]}, id="binary"),
    pytest.param({"mode": "structured", "body": "thin", "signatures": ["ed25519"]}, id="thin"),
]
PROJECTS, NAMES = 4, 5


def unsteady(take: Callable[[Got], Any]) -> Behave:
    """Lose the first try at a third of the deliveries before it is taken in, and the answer to that at another."""
    tries: Counter[str] = Counter()

    async def behave(got: Got, *wires: Any) -> None:
        if got.method == "OPTIONS":
            await answers(200, b"", "WebHook-Allowed-Origin: *", "Allow: POST")(got, *wires)
            return
        delivery = got.headers["webhook-id"]
        tries[delivery] += 1
        fate = len(tries) % 3 if tries[delivery] == 1 else 2
        if fate != 0:
            await asyncio.to_thread(take, got)
        await answers(204 if fate == 2 else 500)(got, *wires)

    return behave


def fetching(running: Running) -> Callable[[UUID], Event | None]:
    token = running.world.token(["events:read"])

    def fetch(event: UUID) -> Event | None:
        answer = httpx.get(f"{running.url}/api/v1/events/{event}", headers={"Authorization": f"Bearer {token}"})
        return Event.model_validate(answer.json()) if answer.status_code == 200 else None

    return fetch


@pytest.mark.parametrize("form", FORMS)
async def test_each_event_is_applied_once_and_in_its_turn_over_an_unsteady_line(
    world: World, tmp_path: Path, form: dict[str, Any]
) -> None:
    await world.streams()
    notifications = await world.start("notifications", time_scale=0.02)
    await notifications.ready()
    store = SqliteStore(tmp_path / "receiver.sqlite")
    store.connection.execute(
        "CREATE TABLE had (number INTEGER PRIMARY KEY, project TEXT, name TEXT, event TEXT UNIQUE)"
    )

    def apply(event: Event, database: sqlite3.Connection) -> None:
        values = (event.subject, event.data["name"], str(event.id))
        database.execute("INSERT INTO had (project, name, event) VALUES (?, ?, ?)", values)

    mine: list[Receiver] = []
    # what a challenge is made of is no event: an endpoint that takes part in the handshake gets none
    async with (
        receiver(unsteady(lambda got: mine[0].take(got.headers, got.body))) as there,
        notifications.client() as office,
    ):
        types = ["projects.registered", "projects.details-changed"]
        wish = {"name": "Reference", "road": "webhook", "types": types, "webhook": {"url": there.url(), **form}}
        made = (await office.post(SUBSCRIPTIONS, json=wish)).json()
        keys = [key["secret"] or key["public_key"] for key in made["webhook"]["keys"]]
        mine.append(Receiver(store, Verifier(*keys), fetch=fetching(notifications), apply=apply))
        agreed = (await office.post(f"{made['href']}/agreement")).json()
        assert agreed["state"] == "active", agreed
        for number in range(PROJECTS):
            await world.say(ProjectRegistered(project=f"project-{number}", name="name 0", programme="adjacent"))
        for name in range(1, NAMES):
            for number in range(PROJECTS):
                await world.say(ProjectDetailsChanged(project=f"project-{number}", name=f"name {name}"))

        async def all_came() -> None:
            (rows,) = store.connection.execute("SELECT count(*) FROM had").fetchone()
            assert rows == PROJECTS * NAMES, f"{rows} of {PROJECTS * NAMES} came"

        await eventually(all_came, seconds=60)
    for number in range(PROJECTS):
        had = store.connection.execute("SELECT name FROM had WHERE project = ? ORDER BY number", (f"project-{number}",))
        assert [name for (name,) in had] == [f"name {name}" for name in range(NAMES)]
