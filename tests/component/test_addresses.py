"""notifications asks councils how a role is reached, over real NATS as its own user, and is told or refused by name."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.addresses import address_of
from shared.errors import ConflictError, NotFoundError, UnavailableError
from shared.messaging.asking import subject_of
from shared.messaging.supervisor import Messaging
from tests.support.people import API, EWAN, ISLA, assign, shown
from tests.support.waiting import eventually
from tests.support.world import Running, World

TODAY = datetime.now(UTC).date()
FIFE = {"slug": "fife", "name": "Fife Council", "gss_code": "S12000047"}


@pytest.fixture
async def councils(world: World) -> Running:
    await world.streams()
    running = await world.start("councils", clock_movable=True)
    await running.ready()
    async with running.client() as office:
        assert (await office.post(f"{API}/councils", json=FIFE)).status_code == 201
    return running


@pytest.fixture
async def messaging(world: World, councils: Running) -> Messaging:
    """The connection of a real notifications service."""
    running = await world.start("notifications")
    await running.ready()
    found: Messaging = running.app.state.messaging
    return found


async def disclosed(councils: Running) -> list[tuple[Any, ...]]:
    rows = await councils.sql("SELECT recipient, role, purpose, fields FROM disclosure ORDER BY id")
    return [tuple(row) for row in rows]


async def test_the_holder_is_told_with_the_address_and_the_telling_is_written_down(
    messaging: Messaging, councils: Running
) -> None:
    async with councils.client() as office:
        held = await assign(office, "fife", "sponsor", holder=ISLA, deputy=EWAN)
    found = await address_of(messaging, "fife", "sponsor", purpose="release-closed")
    assert found.model_dump() == {
        "council": "fife",
        "role": "sponsor",
        "person": held["holder"]["person"],
        "deputised": False,
        "name": ISLA["name"],
        "email": ISLA["email"],
    }
    assert await disclosed(councils) == [("service:notifications", "sponsor", "release-closed", ["name", "email"])]


async def test_the_deputy_is_told_while_the_holder_is_away_and_after_the_last_day(
    messaging: Messaging, councils: Running
) -> None:
    async with councils.client() as office:
        away, last = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
        said: dict[str, Any] = {"holder": ISLA, "deputy": EWAN, "ends": last.isoformat()}
        await assign(office, "fife", "sponsor", **said, away_until=away.isoformat())
        seen = [await address_of(messaging, "fife", "sponsor", purpose="test")]
        for days in (2, 3):
            today = (TODAY + timedelta(days=days)).isoformat()
            moved = await office.post(f"{API}/operations/councils/clock", json={"today": today})
            assert moved.status_code == 200
            seen.append(await address_of(messaging, "S12000047", "sponsor", purpose="test"))
    assert [(one.email, one.deputised) for one in seen] == [
        (EWAN["email"], True),
        (ISLA["email"], False),
        (EWAN["email"], True),
    ]


async def test_nobody_is_told_by_name_of_the_reason(messaging: Messaging, councils: Running) -> None:
    async with councils.client() as office:
        await assign(office, "fife", "sponsor", holder=ISLA, ends=TODAY.isoformat())
        moved = {"today": (TODAY + timedelta(days=1)).isoformat()}
        assert (await office.post(f"{API}/operations/councils/clock", json=moved)).status_code == 200
    for council, role, kind, code in (
        ("fife", "sponsor", ConflictError, "role-vacant"),
        ("fife", "project-lead", ConflictError, "role-vacant"),
        ("atlantis", "sponsor", NotFoundError, "unknown-council"),
        ("S12999999", "sponsor", NotFoundError, "unknown-council"),
        ("fife", "wizard", NotFoundError, "unknown-role"),
        ("programme", "sponsor", NotFoundError, "role-held-elsewhere"),
    ):
        with pytest.raises(kind) as refused:
            await address_of(messaging, council, role, purpose="test")
        assert refused.value.code == code
    assert await disclosed(councils) == []


async def test_an_erased_holder_is_told_to_nobody_any_more(messaging: Messaging, councils: Running) -> None:
    async with councils.client() as office:
        await assign(office, "fife", "sponsor", holder=ISLA)
        await address_of(messaging, "fife", "sponsor", purpose="first")
        body = {"email": ISLA["email"], "reason": "asked-by-the-person"}
        (erased,) = (await office.post(f"{API}/roles/erasures", json=body)).json()["erased"]
    assert [(one["recipient"], one["purpose"]) for one in erased["told"]] == [("service:notifications", "first")]
    with pytest.raises(ConflictError) as refused:
        await address_of(messaging, "fife", "sponsor", purpose="second")
    assert refused.value.code == "role-vacant"


async def test_councils_that_is_away_is_said_to_be_so_in_time_and_found_again(
    messaging: Messaging, councils: Running, world: World
) -> None:
    async with councils.client() as office:
        await assign(office, "fife", "sponsor", holder=ISLA)
    await councils.stop()
    with pytest.raises(UnavailableError) as away:
        await address_of(messaging, "fife", "sponsor", purpose="test", seconds=1)
    assert away.value.code == "councils-away"

    async def silent(message: Any) -> None:
        """Stand in for a councils that hears and says nothing."""

    listening = await world.nats.subscribe(subject_of("councils", "role-address"), cb=silent)
    await world.nats.flush()
    began = asyncio.get_running_loop().time()
    with pytest.raises(UnavailableError) as slow:
        await address_of(messaging, "fife", "sponsor", purpose="test", seconds=0.3)
    assert slow.value.code == "councils-away"
    assert asyncio.get_running_loop().time() - began < 2
    await listening.unsubscribe()
    await councils.start()

    async def answered() -> None:
        try:
            found = await address_of(messaging, "fife", "sponsor", purpose="test")
        except UnavailableError as error:
            raise AssertionError from error
        assert found.email == ISLA["email"]

    await eventually(answered)


async def test_a_connection_that_is_not_there_is_councils_away(world: World) -> None:
    settings = await world.settings("notifications")
    running = await world.start("notifications", "api", database_url=settings.database_url)
    with pytest.raises(UnavailableError) as away:
        await address_of(running.app.state.messaging, "fife", "sponsor", purpose="test")
    assert away.value.code == "councils-away"


async def test_an_answer_goes_to_the_inbox_of_who_may_ask_and_what_cannot_be_read_is_refused(
    messaging: Messaging, councils: Running, world: World
) -> None:
    async with councils.client() as office:
        await assign(office, "fife", "sponsor", holder=ISLA)
    subject = subject_of("councils", "role-address")
    question = json.dumps({"council": "fife", "role": "sponsor", "purpose": "test"}).encode()
    # the operator may ask anything of anybody, and an asker may name any inbox: neither gets an answer there
    for inbox in ("_INBOX_projects.stolen", "partnership.councils.forged.v1.fife", "_INBOX_notifications"):
        heard = await world.nats.subscribe(inbox)
        await world.nats.publish(subject, question, reply=inbox)
        with pytest.raises(TimeoutError):
            await heard.next_msg(timeout=0.3)
        await heard.unsubscribe()
    assert messaging.client is not None
    for data in (b"not json", b"{}", b"[]", b"\xff"):
        answer = await messaging.client.request(subject, data, timeout=2)
        assert json.loads(answer.data)["refused"]["code"] == "malformed-question"
    assert await disclosed(councils) == []
    async with councils.client() as office:
        assert (await shown(office, "fife", "sponsor"))["holder"]["email"] == ISLA["email"]
