"""The live stream: what is new at once, from where a reader was, and never longer than its token is good."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx

from shared.auth import SCOPES
from shared.events.councils import ClientRevoked, CouncilRegistered
from shared.events.projects import ProjectRegistered
from tests.support.sse import Sent, next_events, sent
from tests.support.waiting import eventually
from tests.support.world import Running, World

Kept = Callable[[int], Awaitable[None]]


def project(key: str) -> ProjectRegistered:
    return ProjectRegistered(project=key, name=key, programme="digital-partnership")


@asynccontextmanager
async def following(client: httpx.AsyncClient, **request: Any) -> AsyncIterator[AsyncIterator[Sent]]:
    """Follow the stream; entered once the server has taken the reader's place."""
    async with client.stream("GET", "/api/v1/events/stream", **request) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        stream = sent(answer)
        opening = await anext(stream)
        assert opening.id
        assert opening.retry
        yield stream


async def test_new_events_come_at_once_as_cloudevents(world: World, office: httpx.AsyncClient, kept: Kept) -> None:
    await world.say(project("old"))
    await kept(1)
    async with following(office) as stream:
        new = await world.say(project("new"))
        (one,) = await next_events(stream, 1)
    assert one.event == "projects.registered"
    assert one.data == (await office.get(f"/api/v1/events/{new}")).json()


async def test_a_reader_comes_back_with_the_last_id_it_saw(world: World, office: httpx.AsyncClient, kept: Kept) -> None:
    async with following(office) as stream:
        for number in range(30):
            await world.say(project(f"project-{number}"))
        seen = await next_events(stream, 7)
    # while it is away
    await world.say(project("meanwhile"))
    async with following(office, headers={"Last-Event-ID": seen[-1].id or ""}) as stream:
        seen += await next_events(stream, 24)
    assert [one.data["subject"] for one in seen] == [f"project-{number}" for number in range(30)] + ["meanwhile"]


async def test_the_id_of_an_event_is_a_cursor_of_the_feed_and_the_other_way_round(
    world: World, office: httpx.AsyncClient, kept: Kept
) -> None:
    for key in ("one", "two", "three"):
        await world.say(project(key))
    await kept(3)
    async with following(office, params={"after": "earliest"}) as stream:
        first, *_ = await next_events(stream, 3)
    page = (await office.get("/api/v1/events", params={"after": first.id, "limit": 1})).json()
    assert [item["subject"] for item in page["items"]] == ["two"]
    async with following(office, params={"after": page["cursor"]}) as stream:
        assert [one.data["subject"] for one in await next_events(stream, 1)] == ["three"]


async def test_only_the_types_asked_for_come(world: World, office: httpx.AsyncClient) -> None:
    async with following(office, params={"types": "councils.registered"}) as stream:
        await world.say(project("one"))
        await world.say(CouncilRegistered(council="fife", name="Fife", gss_code="S12000047"))
        (one,) = await next_events(stream, 1)
    assert one.event == "councils.registered"


async def test_a_quiet_stream_says_that_it_is_there_and_how_far_it_got(
    world: World, office: httpx.AsyncClient, kept: Kept
) -> None:
    async with following(office, params={"types": "councils.registered"}) as stream:
        await world.say(project("another-type"))
        await kept(1)
        comment = await anext(stream)
        while (await office.get("/api/v1/events", params={"after": comment.id})).json()["items"]:
            comment = await anext(stream)
    assert comment.comment == "still here"


async def test_a_last_id_that_is_no_cursor_is_refused_before_anything_is_streamed(office: httpx.AsyncClient) -> None:
    answer = await office.get("/api/v1/events/stream", headers={"Last-Event-ID": "17"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"] == [{"field": "Last-Event-ID", "message": "is no cursor of this feed"}]


async def until_it_ends(stream: AsyncIterator[Sent]) -> str | None:
    """Return the last thing a stream says."""
    last = None
    async with asyncio.timeout(10):
        async for one in stream:
            last = one.comment
    return last


async def test_a_stream_ends_when_its_token_expires(world: World, notifications: Running) -> None:
    token = world.token(["events:read"], lives=timedelta(seconds=2))
    headers = {"Authorization": f"Bearer {token}"}
    async with notifications.anonymous() as client, following(client, headers=headers) as stream:
        assert await until_it_ends(stream) == "the access token has expired; come back with a new one"


async def test_a_stream_ends_when_its_client_is_revoked(world: World, notifications: Running) -> None:
    async with notifications.client("events:read", client="lost-laptop") as client, following(client) as stream:
        await world.say(ClientRevoked(client="lost-laptop"))
        assert await until_it_ends(stream) == "the access token is no longer good: This client was revoked."


async def test_a_stream_ends_at_once_when_the_service_stops(world: World) -> None:
    loop = asyncio.get_running_loop()
    await world.streams()
    # in real time, in which a stream that waits would look up by itself after two seconds only
    reader = await world.start("notifications", time_scale=1.0)
    await reader.ready()
    async with reader.client("events:read") as client, following(client) as stream:
        await world.say(project("one"))
        await next_events(stream, 1)
        began = loop.time()
        stopping = asyncio.create_task(reader.stop())
        assert await until_it_ends(stream) == "the service is stopping; come back in a moment"
        ended = loop.time() - began
        await stopping
    assert ended < 1


async def test_a_reader_that_goes_away_is_let_go(notifications: Running, office: httpx.AsyncClient) -> None:
    before = asyncio.all_tasks()
    async with following(office):
        assert asyncio.all_tasks() - before

    async def check() -> None:
        assert not [task for task in asyncio.all_tasks() - before if "RequestResponseCycle" in repr(task)]

    await eventually(check)


async def test_a_slow_reader_gets_everything_and_holds_nobody_up(
    world: World, notifications: Running, office: httpx.AsyncClient, kept: Kept
) -> None:
    # large enough to fill the sockets' buffers many times over
    long_name = "x" * 100_000
    async with following(office) as slow, notifications.client(*SCOPES) as other, following(other) as fast:
        for number in range(100):
            await world.say(ProjectRegistered(project=f"project-{number}", name=long_name, programme="adjacent"))
        quick = await next_events(fast, 100)
        late = await next_events(slow, 100)
    assert [one.id for one in quick] == [one.id for one in late]


async def test_a_stream_goes_on_after_the_database_was_away(
    world: World, office: httpx.AsyncClient, notifications: Running, kept: Kept
) -> None:
    async with following(office) as stream:
        await world.say(project("before"))
        await next_events(stream, 1)
        # every connection of the service is cut, as when the database restarts
        await notifications.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await world.say(project("after"))
        (one,) = await next_events(stream, 1)
    assert one.data["subject"] == "after"


async def test_a_process_that_hears_nothing_itself_streams_what_another_keeps(
    world: World, notifications: Running
) -> None:
    reader = await world.start("notifications", "api", database_url=notifications.settings.database_url)
    async with reader.client("events:read") as client, following(client) as stream:
        await world.say(project("one"))
        (one,) = await next_events(stream, 1)
    assert one.data["subject"] == "one"


async def test_a_client_has_so_many_streams_open_and_others_are_not_in_its_way(world: World) -> None:
    await world.streams()
    notifications = await world.start("notifications", streams_per_client=2)
    await notifications.ready()
    async with (
        notifications.client("events:read") as office,
        notifications.client("events:read", client="fife-system", council="fife") as fife,
        following(office),
    ):
        async with following(office):
            refused = await office.get("/api/v1/events/stream")
            assert (refused.status_code, refused.json()["code"]) == (429, "too-many")
            assert refused.headers["content-type"] == "application/problem+json"
            assert int(refused.headers["retry-after"]) > 0
            assert (await office.get("/api/v1/events")).status_code == 200
            async with following(fife):
                pass

        async def room_again() -> None:
            async with office.stream("GET", "/api/v1/events/stream") as answer:
                assert answer.status_code == 200

        # a reader that went away takes no room
        for _ in range(5):
            await eventually(room_again)


async def test_a_reader_that_was_refused_takes_no_room(world: World) -> None:
    await world.streams()
    notifications = await world.start("notifications", streams_per_client=1)
    await notifications.ready()
    async with notifications.client("events:read") as office:
        for _ in range(3):
            assert (await office.get("/api/v1/events/stream", params={"after": "nonsense"})).status_code == 400
        async with following(office):
            pass
