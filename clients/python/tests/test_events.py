"""Events: the feed ends and goes on another day; the tail goes on over cut connections, with no event lost or twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
from partnership_client import AsyncClient, Client, Forbidden, Invalid, Unreachable
from partnership_client.event import Event
from partnership_client.sse import Frame, Frames

from clients.python.tests.scripted import Scripted
from tests.support.proxy import Proxy
from tests.support.waiting import eventually


async def next_of(events: AsyncIterator[Event], count: int) -> list[str]:
    """Return the subjects of the next events."""
    found = []
    async for event in events:
        found.append(event.subject)
        if len(found) == count:
            break
    return found


def test_the_feed_ends_and_goes_on_another_day(client: Client, word: str) -> None:
    feed = client.events.since(types=["projects.registered"])
    before = [event.subject for event in feed]
    assert len(before) >= 30
    assert list(client.events.since(feed.cursor, types=["projects.registered"])) == []
    client.projects.register(key=word, name="New", demonstration=True)
    found: list[str] = []
    while not found:
        found = [event.subject for event in client.events.since(feed.cursor, types=["projects.registered"])]
    assert found == [word]


def test_a_limit_ends_the_feed_at_a_place_where_it_goes_on(client: Client) -> None:
    feed = client.events.since(limit=3)
    first = list(feed)
    assert len(first) == 3
    assert [*first, *client.events.since(feed.cursor, limit=2)] == list(client.events.since(limit=5))


def test_an_event_is_found_by_its_id_and_has_a_short_name(client: Client) -> None:
    event = next(iter(client.events.since(types=["registered"], limit=1)))
    assert event.name in {"councils.registered", "projects.registered"}
    assert client.events.get(event.id) == event


def test_a_type_that_does_not_exist_is_refused_by_its_name(client: Client) -> None:
    with pytest.raises(Invalid, match="There is no event type 'nonsense'"):
        list(client.events.since(types=["nonsense"]))


async def test_the_tail_begins_where_it_is_asked_for_and_misses_nothing_when_it_is_cut(
    poor: AsyncClient, aclient: AsyncClient, proxy: Proxy, word: str
) -> None:
    keys = [f"{word}-{number}" for number in range(12)]
    tail = poor.events.tail(types=["projects.registered"])
    async with aclosing(tail.__aiter__()) as events:
        following = asyncio.create_task(next_of(events, len(keys)))

        async def begun() -> None:
            assert tail.cursor, "it has not asked yet where it begins"

        await eventually(begun)
        for number, key in enumerate(keys):
            await aclient.projects.register(key=key, name="One of many", demonstration=True)
            if number % 3 == 1:
                proxy.cut()
            if number % 3 == 2:
                proxy.cut_after = 500
        found = await asyncio.wait_for(following, 60)
    assert found == keys
    assert proxy.cuts >= 4


async def test_a_tail_goes_on_in_another_run_where_the_last_one_stopped(aclient: AsyncClient, word: str) -> None:
    start = aclient.events.since()
    async for _ in start:
        """To the end."""
    for number in range(4):
        await aclient.projects.register(key=f"{word}-{number}", name="One", demonstration=True)
    tail = aclient.events.tail(types=["projects.registered"], cursor=start.cursor)
    async with aclosing(tail.__aiter__()) as events:
        assert await next_of(events, 2) == [f"{word}-0", f"{word}-1"]
    again = aclient.events.tail(types=["projects.registered"], cursor=tail.cursor)
    async with aclosing(again.__aiter__()) as events:
        assert await next_of(events, 2) == [f"{word}-2", f"{word}-3"]


async def test_the_blocking_tail_does_the_same(
    poor: AsyncClient, aclient: AsyncClient, proxy: Proxy, word: str
) -> None:
    tokens = poor._sender.tokens

    def follow(cursor: str) -> list[str]:
        with Client(poor._sender.origin.url, tokens.client_id, tokens._secret) as client:
            found = []
            for event in client.events.tail(types=["projects.registered"], cursor=cursor):
                found.append(event.subject)
                if len(found) == 4:
                    break
            return found

    start = aclient.events.since()
    async for _ in start:
        """To the end."""
    following = asyncio.create_task(asyncio.to_thread(follow, str(start.cursor)))
    for number in range(4):
        await aclient.projects.register(key=f"{word}-{number}", name="One", demonstration=True)
        proxy.cut()
    assert await asyncio.wait_for(following, 60) == [f"{word}-{number}" for number in range(4)]


async def test_a_tail_may_be_given_up(poor: AsyncClient, proxy: Proxy) -> None:
    start = poor.events.since(limit=1)
    async for _ in start:
        """One page."""
    await proxy.stop()
    tail = poor.events.tail(cursor=start.cursor, give_up_after=1, types=["projects.gone-nowhere.x"])
    with pytest.raises(Unreachable, match="was away for 1 seconds"):
        await asyncio.wait_for(next_of(aiter(tail), 1), 30)


def test_a_tail_that_is_refused_says_so(scripted: Scripted) -> None:
    scripted.then(403)
    with pytest.raises(Forbidden, match="It says 403"):
        list(scripted.client().events.tail(cursor="a-place"))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_frames_are_put_together_from_pieces_cut_anywhere(size: int) -> None:
    text = (
        "retry: 2000\nid: a\n\n: still here\r\n\r\n"
        'id: b\revent: x\rdata: {"a":\rdata: "\u2028\x85é"}\r\rdata: one\r\ndata: end\n\n'
    ).encode()
    frames = Frames()
    found = [frame for start in range(0, len(text), size) for frame in frames.feed(text[start : start + size])]
    assert found == [
        Frame(id="a", retry_seconds=2.0),
        Frame(),
        Frame(id="b", data='{"a":\n"\u2028\x85é"}'),
        Frame(data="one\nend"),
    ]
