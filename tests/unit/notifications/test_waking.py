"""Waking the workers: for whom there is something to do, and for anybody whenever that is not known."""

import asyncio
from uuid import uuid4

from services.notifications.delivering.flights import Flights
from services.notifications.delivering.waking import MOST_NAMED, Bell, notice
from tests.support.waiting import eventually

SOON = 0.001
LONGEST_NOTICE = 8000
"""Bytes, of PostgreSQL."""


async def test_whoever_waits_is_told_for_whom_it_rang_and_that_is_forgotten() -> None:
    bell = Bell()
    bell.ring(["a"])
    bell.ring({"b", "a"})
    assert await bell.wait(SOON) == {"a", "b"}
    bell.ring(["c"])
    assert await bell.wait(SOON) == {"c"}


async def test_once_it_rang_for_anybody_no_name_narrows_that() -> None:
    bell = Bell()
    bell.ring(["a"])
    bell.ring()
    bell.ring(["b"])
    assert await bell.wait(SOON) is None
    bell.ring(["b"])
    assert await bell.wait(SOON) == {"b"}


async def test_when_time_is_up_anybody_may_have_something() -> None:
    assert await Bell().wait(SOON) is None


def test_a_notice_names_some_and_nobody_where_they_are_too_many() -> None:
    assert notice(["a", "b"]).split() == ["a", "b"]
    assert notice([]).split() == []
    assert notice([str(number) for number in range(MOST_NAMED + 1)]).split() == []
    assert len(notice(["01a203c6-6c7f-749c-80e7-227fe73c478b"] * MOST_NAMED)) < LONGEST_NOTICE


async def test_half_the_room_rings_only_where_more_waits() -> None:
    rung: list[int] = []
    flights = Flights(4, 32, 8, lambda: rung.append(1))
    over = asyncio.Event()

    async def flight() -> None:
        await over.wait()

    async def have_landed() -> None:
        assert flights.room == 4

    for number in range(4):
        flights.begin(str(number), uuid4(), flight())
    assert flights.room == 0
    flights.more_waits = True
    over.set()
    await eventually(have_landed)
    assert len(rung) == 3, "from two of four on"
    flights.more_waits = False
    flights.begin("5", uuid4(), flight())
    await eventually(have_landed)
    assert len(rung) == 3
    await flights.abandon()
