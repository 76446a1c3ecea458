"""Personal data stands in one table of councils, and once erased in none: never in an event, a log, another database.

The whole round is made with all services on real servers; then everything that any of them has is searched.
"""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.notifications.addresses import address_of
from shared.errors import ConflictError
from shared.messaging.supervisor import Messaging
from tests.support.pauses import hurry, mails_of, paused
from tests.support.people import API, EWAN, ISLA, assign, shown
from tests.support.post_office import PostOffice, post_office
from tests.support.some import fewer
from tests.support.waiting import eventually
from tests.support.world import SERVICES, Running, World

TODAY = datetime.now(UTC).date()
FIFE = {"slug": "fife", "name": "Fife Council", "gss_code": "S12000047"}
SECRETS = ("isla.invented", "Isla Invented", "592 000111", "592000111")
ROLES = ("sponsor", "project-lead", "benefits-owner")
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
Json = dict[str, Any]
_numbers = count(1)


@pytest.fixture
async def post() -> AsyncIterator[PostOffice]:
    async with post_office() as made:
        yield made


@pytest.fixture
async def running(world: World, post: PostOffice) -> dict[str, Running]:
    """All four services, with one council and a mail server."""
    mailing: Json = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none"}
    found = {name: await world.start(name, clock_movable=True, **mailing) for name in SERVICES}
    for one in found.values():
        await one.ready(30)
    async with found["councils"].client() as office:
        assert (await office.post(f"{API}/councils", json=FIFE)).status_code == 201
    return found


@pytest.fixture
async def office(running: dict[str, Running]) -> AsyncIterator[httpx.AsyncClient]:
    async with running["councils"].client() as client:
        yield client


def messaging_of(running: dict[str, Running]) -> Messaging:
    found: Messaging = running["notifications"].app.state.messaging
    return found


def spelt(secret: str) -> Iterator[str]:
    """Yield a text as it may stand anywhere: as it is, as JSON escapes it, and as the bytes of a column are shown."""
    yield secret.lower()
    yield secret.encode().hex()
    yield secret.lower().encode().hex()


async def tables_that_hold(dsn: str, secrets: tuple[str, ...]) -> set[str]:
    """Return the names of the tables of a database in which any of these stands, whatever the column."""
    connection = await asyncpg.connect(dsn)
    try:
        found = set()
        for (table,) in await connection.fetch(TABLES):
            rows = await connection.fetch(f'SELECT CAST(one AS text) FROM "{table}" AS one')  # noqa: S608 - our tables
            text = "\n".join(row[0] for row in rows).lower()
            if any(form in text for secret in secrets for form in spelt(secret)):
                found.add(table)
        return found
    finally:
        await connection.close()


async def places_that_hold(running: dict[str, Running], world: World, secrets: tuple[str, ...] = SECRETS) -> set[str]:
    """Return where any of these stands: in which service's table, and in which stream."""
    found = {f"{name}.{table}" for name, one in running.items() for table in await tables_that_hold(one.dsn, secrets)}
    for stream in await world.js.streams_info():
        name = str(stream.config.name)
        for number in range(max(stream.state.first_seq, 1), stream.state.last_seq + 1):
            message = await world.js.get_msg(name, number)
            whole = f"{message.subject} {message.headers} {(message.data or b'').decode()}".lower()
            if any(secret.lower() in whole for secret in secrets):
                found.add(name)
    return found


async def whole_round(office: httpx.AsyncClient, running: dict[str, Running]) -> None:
    """Do everything that can be done with a contact, also what is refused."""
    keyed = {"Idempotency-Key": "a-key"}
    await assign(office, "fife", "sponsor", holder=ISLA, deputy=EWAN)
    await assign(office, "fife", "project-lead", holder=EWAN, deputy=ISLA)
    await shown(office, "fife", "sponsor")
    await address_of(messaging_of(running), "fife", "sponsor", purpose="whole-round")
    exported = await office.post(f"{API}/roles/exports", json={"email": ISLA["email"]}, headers=keyed)
    assert ISLA["phone"] in exported.text
    refusals: list[tuple[str, str, Json]] = [
        ("PUT", "/roles/fife/sponsor", {"holder": ISLA | {"phone": ISLA["name"]}}),
        ("PUT", "/roles/fife/sponsor", {"holder": ISLA, "deputy": ISLA}),
        ("PUT", "/roles/atlantis/sponsor", {"holder": ISLA}),
        ("PUT", "/roles/fife/sponsor", {"holder": ISLA, "purpose": ISLA["email"]}),
        ("PUT", "/roles/fife/sponsor", {"holder": ISLA["email"]}),
        ("PUT", "/roles/fife/sponsor", {"holder": ISLA, ISLA["email"]: 1}),
        ("POST", "/roles/erasures", {"email": ISLA["email"], "reason": ISLA["name"]}),
        ("POST", "/roles/exports", {"email": ISLA["email"], "name": ISLA["name"]}),
    ]
    for method, path, body in refusals:
        answer = await office.request(method, API + path, json=body, headers=keyed | {"If-Match": "*"})
        assert 400 <= answer.status_code < 500, answer.text
    assert (await office.get(f"{API}/councils/roles/gaps")).status_code == 200


async def told_by_mail(running: dict[str, Running], post: PostOffice) -> None:
    """Let the people be written to: by a server that takes it, that hangs up, and that quotes them as it refuses."""
    notifications = running["notifications"]
    post.replies.extend([f"451 4.7.1 {ISLA['name']} <{ISLA['email']}> is greylisted", f"554 {ISLA['email']} is spam"])
    post.hang_ups = 1
    subscription, _ = await paused(notifications.app.state.database, name="Our case system")

    async def answered() -> None:
        await hurry(notifications, subscription)
        mails = await mails_of(notifications, subscription)
        assert {mail["state"] for mail in mails} <= {"sent", "given-up"}, mails
        assert post.to(ISLA["email"])

    await eventually(answered, seconds=20)


async def settled(running: dict[str, Running]) -> None:
    """Wait until notifications has logged every event that councils said."""
    (said,) = await running["councils"].sql("SELECT count(*) AS events FROM outbox_event")
    (kept,) = await running["notifications"].sql("SELECT count(*) AS events FROM event_log WHERE stream = 'COUNCILS'")
    assert kept["events"] >= said["events"], f"{kept['events']} of {said['events']} events are kept"


async def server_logs(world: World) -> str:
    """Return what the servers themselves have logged, where their logs can be read."""
    connection = await asyncpg.connect(world.servers.postgres_dsn)
    try:
        folder = Path(await connection.fetchval("SHOW data_directory"))
    finally:
        await connection.close()
    logs = [log for up in (folder.parent, folder.parent.parent) for log in up.glob("*.log")]
    logs += folder.parent.parent.glob("nats/*.log")
    return "\n".join(log.read_text(encoding="utf-8", errors="replace") for log in logs).lower()


async def test_a_contact_stands_in_one_table_while_it_is_kept_and_nowhere_once_it_is_erased(
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    office: httpx.AsyncClient,
    running: dict[str, Running],
    post: PostOffice,
    world: World,
) -> None:
    caplog.set_level(logging.DEBUG)
    await whole_round(office, running)
    await told_by_mail(running, post)
    await eventually(lambda: settled(running))
    assert await places_that_hold(running, world) == {"councils.contact"}

    body = {"email": ISLA["email"], "reason": "asked-by-the-person"}
    answer = await office.post(f"{API}/roles/erasures", json=body, headers={"Idempotency-Key": "another"})
    assert answer.status_code == 200, answer.text
    assert {one["recipient"] for one in answer.json()["erased"][0]["told"]} == {
        "client:digital-office",
        "service:notifications",
    }
    await eventually(lambda: settled(running))
    assert await places_that_hold(running, world) == set()
    async with running["notifications"].client("events:read") as reader:
        feed = await reader.get(f"{API}/events?limit=200")
    assert "contact-erased" in feed.text
    captured = capfd.readouterr()
    logged = "\n".join((captured.out, captured.err, caplog.text, await server_logs(world))).lower()
    assert "signing key" in logged, "the logs are those of the services"
    for secret in SECRETS:
        for text in (answer.text, feed.text, logged):
            assert secret.lower() not in text.lower()


STEP = some.tuples(
    some.sampled_from(["assign", "deputise", "end", "show", "ask", "export"]),
    some.sampled_from(ROLES),
    some.integers(-3, 3),
)


async def carry_out(
    office: httpx.AsyncClient, running: dict[str, Running], step: tuple[str, str, int], person: Json
) -> None:
    """Take a step, whether it is refused or not."""
    what, role, days = step
    starts = (TODAY + timedelta(days=days)).isoformat()
    said: Json = {"holder": EWAN, "starts": starts, "correction": "told-late"}
    changes: dict[str, Json] = {
        "assign": {"holder": person},
        "deputise": {"deputy": person},
        "end": {"holder": person, "deputy": EWAN, "ends": (TODAY + timedelta(days=days + 2)).isoformat()},
    }
    said |= changes.get(what, {})
    if what in {"assign", "deputise", "end"}:
        await office.put(f"{API}/roles/fife/{role}", json=said, headers={"If-Match": "*"})
    elif what == "show":
        await shown(office, "fife", role, as_at=starts)
    elif what == "export":
        await office.post(f"{API}/roles/exports", json={"email": person["email"]})
    else:
        await asked(running, role)


async def asked(running: dict[str, Running], role: str) -> str:
    try:
        return (await address_of(messaging_of(running), "fife", role, purpose="test")).model_dump_json()
    except ConflictError as refused:
        return str(refused)


@settings(max_examples=fewer(10))
@given(steps=some.lists(STEP, min_size=1, max_size=8))
async def test_after_an_erasure_no_query_export_reply_or_event_reveals_the_person(
    office: httpx.AsyncClient, running: dict[str, Running], world: World, steps: list[tuple[str, str, int]]
) -> None:
    number = f"{next(_numbers):04}"
    person = {"name": f"Nobody Numbered-{number}", "email": f"no.{number}@fife.example", "phone": f"01592 99{number}"}
    await carry_out(office, running, ("assign", "sponsor", 0), person)
    for step in steps:
        await carry_out(office, running, step, person)
    body = {"email": person["email"], "reason": "asked-by-the-person"}
    answers = [await office.post(f"{API}/roles/erasures", json=body)]
    assert answers[0].status_code == 200, answers[0].text
    for role in ROLES:
        for days in (-4, -1, 0, 1, 4):
            day = (TODAY + timedelta(days=days)).isoformat()
            answers.append(await office.get(f"{API}/roles/fife/{role}", params={"as_at": day}))
        answers.append(await office.get(f"{API}/councils/roles/gaps", params={"role": role}))
    answers.append(await office.post(f"{API}/roles/exports", json={"email": person["email"]}))
    answers.append(await office.get(f"{API}/roles/erasures", params={"limit": 200}))
    texts = [answer.text for answer in answers] + [await asked(running, role) for role in ROLES]
    for secret in person.values():
        assert not any(secret in text for text in texts)
    assert await tables_that_hold(running["councils"].dsn, tuple(person.values())) == set()
