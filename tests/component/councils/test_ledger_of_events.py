"""The ledger of adoption, rebuilt from what the stream holds and nothing else, is the ledger in the tables."""

import json
import random
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import SQLModel

from services.councils.commands.ledger import check_ledger
from services.councils.domain import ledger
from services.councils.domain.adoptions import FOLLOWS, REASONS
from services.councils.domain.ledger import History, Told
from services.councils.models import Adoption
from shared.events import find
from shared.messaging.envelope import envelope
from shared.values import last_day
from tests.component.councils.test_adoption_lines import closed, lines
from tests.support.world import Running, World

API = "/api/v1"
STEPS = 120
TABLES = ("adoption", "adoption_move", "adoption_plan")
JSON = ("variant", "evidence")


class Councillor:
    """Moves, plans and puts right what comes to its mind, from a seed: much of it is refused."""

    def __init__(self, client: httpx.AsyncClient, seed: int) -> None:
        self.client, self.chance = client, random.Random(seed)  # noqa: S311 - a story to be told again
        self.done: dict[str, int] = {"move": 0, "correct": 0, "plan": 0}

    async def act(self, line: str) -> None:
        now = (await self.client.get(f"{API}/adoptions/{line}")).json()
        what = self.chance.choice(["move", "move", "correct", "plan"])
        path = {"move": "", "correct": "/corrections", "plan": "/plan"}[what]
        method = {"move": "PATCH", "correct": "POST", "plan": "PUT"}[what]
        headers = {"If-Match": f'"{now["version"]}"'} if method != "POST" else {}
        body = self._plan() if what == "plan" else self._state(now, what)
        answer = await self.client.request(method, f"{API}/adoptions/{line}{path}", json=body, headers=headers)
        assert answer.status_code in (200, 201, 409, 422), answer.text
        self.done[what] += answer.status_code < 400

    def _state(self, now: dict[str, Any], what: str) -> dict[str, Any]:
        state = self.chance.choice(now["may_become"] if what == "move" else list(FOLLOWS))
        body: dict[str, Any] = {"state": state, "effective": self._date(now["since"] if what == "move" else "2018-02")}
        if state == "declined":
            body |= {"reason": self.chance.choice(list(REASONS)), "note": "As we said"}
        if state == "adapted":
            body |= {"note": "Ours", "variant": {"differs_in": ["The logo"], "link": "https://example.org/ours"}}
        if self.chance.random() < 0.5:
            body["evidence"] = [{"text": "Seen"}, {"link": "https://example.org/seen"}]
        return body | ({"correction_reason": "Told wrongly"} if what == "correct" else {})

    def _plan(self) -> dict[str, Any]:
        plan = {"adopt_on": self._date("2019"), "in_use_on": self._date("2022"), "effective": self._date("2018-03")}
        return {name: value for name, value in plan.items() if self.chance.random() < 0.8} | {"reason": "It is later"}

    def _date(self, after: str) -> str:
        day = last_day(after) + timedelta(days=self.chance.randrange(0, 200))
        return str(min(day, date(2026, 1, 1)))[: self.chance.choice([7, 10, 10])]


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_ledger_rebuilt_from_events_alone_is_the_ledger_in_the_tables(
    office: httpx.AsyncClient,
    councils: Running,
    world: World,
    seed: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await world.say(closed("release-one", "dpia-template", "personal-data-log"))
    await lines(office, 6)
    await world.say(closed("release-two", "personal-data-log", "something-new", on="2019", demonstration=True))
    every = [f"{one['council']}/{one['deliverable']}" for one in await lines(office, 9)]
    councillor = Councillor(office, seed)
    for _ in range(STEPS):
        await councillor.act(councillor.chance.choice(every))
    assert min(councillor.done.values()) >= 5, councillor.done

    rebuilt = ledger.fold(await events(councils, world))
    assert len(rebuilt) == 9
    for table in TABLES:
        order = "version" if table == "adoption" else "number"
        rows = await councils.sql(f"SELECT * FROM {table} ORDER BY council, deliverable, {order}")  # noqa: S608 - ours
        assert rows
        assert [told(dict(row)) for row in rows] == [shown(one) for one in facts(table, rebuilt)]

    assert await checked(councils, capsys) == (0, "councils: 9 adoption lines, 0 are not as their events tell them")
    await councils.sql("UPDATE adoption_move SET note = 'Somebody wrote here' WHERE number = 2")
    await councils.sql("UPDATE adoption SET used_on = '2018-03-01' WHERE council = 'angus'")
    code, said = await checked(councils, capsys)
    assert code == 1
    assert "angus/dpia-template: line" in said


async def checked(councils: Running, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return how the verb ends that checks a running database, and what it says."""
    capsys.readouterr()
    try:
        await check_ledger(councils.service, councils.settings, [])
    except SystemExit as end:
        return int(str(end.code)), capsys.readouterr().out.strip()
    return 0, capsys.readouterr().out.strip().splitlines()[-1]


async def events(councils: Running, world: World) -> list[Told]:
    """Return every event of adoption lines as the stream has it, in its order."""
    (said,) = await councils.sql("SELECT count(*) AS events FROM outbox_event")
    found = []
    for message in await world.heard("COUNCILS", said["events"], seconds=30):
        one = envelope(message.headers, message.data, came_on=message.subject, stream=None, stream_sequence=None)
        kind = find(one.type)
        if one.aggregate_type == "adoption" and kind is not None:
            found.append(Told(kind.model_validate_json(one.data), one.id, one.sequence, one.recordedtime))
    return found


def facts(table: str, rebuilt: dict[tuple[str, str], History]) -> list[SQLModel]:
    every = [history for _, history in sorted(rebuilt.items())]
    if table == "adoption":
        return [history.line for history in every]
    return [one for history in every for one in (history.moves if table == "adoption_move" else history.plans)]


def told(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the database, with what it keeps as JSON."""
    return {name: json.loads(value) if name in JSON and value else value for name, value in row.items()}


def shown(row: SQLModel) -> dict[str, Any]:
    """Return a rebuilt row, with the days that the database works out by itself."""
    values = row.model_dump()
    if isinstance(row, Adoption):
        return values | {"opened_day": last_day(row.opened)}
    return values | {"effective_day": last_day(values["effective"])}
