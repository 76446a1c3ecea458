"""Delivering webhooks: each once, in the order of its aggregate, and no endpoint in another's way."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx

from services.notifications.delivering.claims import Claim
from services.notifications.delivering.worker import Worker
from services.notifications.webhooks import webhooks_of
from tests.support.hooks import names, some, told
from tests.support.receiving import Answer, Got, Receiver
from tests.support.waiting import eventually
from tests.support.webhooks import message
from tests.support.world import Running, World


async def test_each_event_is_delivered_once_in_the_order_of_its_aggregate(
    receiver: Receiver, hook: Any, say: Any
) -> None:
    await hook("all")
    keys = some("once", 5)
    await say(*keys, names=6)
    got = await receiver.has_taken("all", 30)
    assert len(got) == len({one.id for one in got}) == 30
    for key in keys:
        assert names(got, key) == told(6)


async def test_an_event_that_is_not_taken_holds_back_its_aggregate_alone(
    receiver: Receiver, hook: Any, say: Any
) -> None:
    stuck, free = some("part", 2)
    receiver.answers("half", lambda got: Answer(500 if got.event["subject"] == stuck else 204))
    await hook("half")
    await say(stuck, free, names=5)
    assert names(await receiver.has_taken("half", 5), free) == told(5)
    assert set(names(receiver.at("half"), stuck)) == {"name 0"}
    receiver.answers("half", Answer())
    assert names(await receiver.has_taken("half", 10), stuck) == told(5)
    tries = [one for one in receiver.at("half") if one.event["subject"] == stuck]
    assert len({one.id for one in tries}) == 5, "an event was tried under several ids"


async def test_two_workers_share_what_is_due_and_double_nothing(
    world: World, notifications: Running, receiver: Receiver, hook: Any, say: Any
) -> None:
    another = await world.start(
        "notifications", "worker", database_url=notifications.settings.database_url, webhook_seconds=1
    )
    await hook("shared")
    keys = some("shared", 8)
    await say(*keys, names=8)
    got = await receiver.has_taken("shared", 64)
    assert len({one.id for one in got}) == len(got) == 64
    for key in keys:
        assert names(got, key) == told(8)
    await another.stop()


async def test_a_slow_endpoint_delays_no_other(receiver: Receiver, hook: Any, say: Any) -> None:
    enough = asyncio.Event()

    async def stalls(_: Got) -> Answer:
        await enough.wait()
        return Answer()

    receiver.answers("slow", stalls)
    await hook("slow")
    await hook("quick")
    await say(*some("paced", 20))
    await receiver.has_taken("quick", 20)
    assert receiver.taken_at("slow") == [], "the quick endpoint waited for the slow one"
    receiver.answers("slow", Answer())
    enough.set()
    await receiver.has_taken("slow", 20)


async def test_an_endpoint_gets_no_more_a_second_than_it_asked_for(receiver: Receiver, hook: Any, say: Any) -> None:
    await hook("rated", rate=10)
    await say(*some("rated", 12))
    got = await receiver.has_taken("rated", 12)
    assert got[-1].at - got[0].at >= 1.0, "twelve came within a second at ten a second"


async def test_the_lowest_rate_there_is_keeps_nobody_else_waiting(receiver: Receiver, hook: Any, say: Any) -> None:
    await hook("crawling", rate=5e-324)
    await hook("beside")
    await say(*some("crawling", 3))
    await receiver.has_taken("beside", 3)
    assert len(await receiver.has_taken("crawling", 1)) == 1


async def test_an_endpoint_that_asks_for_less_is_left_alone_for_as_long_as_it_says(
    receiver: Receiver, hook: Any, say: Any
) -> None:
    receiver.answers("busy", Answer(429, {"Retry-After": "2"}))
    subscription = await hook("busy")
    key, other = some("busy", 2)
    await say(key)

    async def asked() -> None:
        assert receiver.at("busy")

    await eventually(asked)
    receiver.answers("busy", Answer())
    await say(other)
    first, *_ = await receiver.has_taken("busy", 2)
    assert first.at - receiver.at("busy")[0].at >= 2.0, subscription


async def test_an_endpoint_that_says_it_is_gone_gets_no_more_until_its_owner_resumes_it(
    receiver: Receiver, office: httpx.AsyncClient, hook: Any, say: Any, stands: Any
) -> None:
    receiver.answers("gone", Answer(410))
    subscription = await hook("gone")
    key, *others = some("gone", 3)
    await say(key)
    await stands(subscription, "stopped", "gone")
    came = len(receiver.at("gone"))
    await say(*others)
    receiver.answers("gone", Answer())
    answer = await office.post(f"/api/v1/subscriptions/{subscription}/resume")
    assert answer.status_code == 200, answer.text
    got = await receiver.has_taken("gone", 1)
    assert (came, got[0].id) == (1, receiver.at("gone")[0].id)
    assert names(await receiver.has_taken("gone", 3), key) == told(1)


async def test_what_an_endpoint_says_after_its_subscription_moved_on_stops_nothing(
    receiver: Receiver, office: httpx.AsyncClient, hook: Any, say: Any, stands: Any
) -> None:
    moved = asyncio.Event()

    async def is_gone(_: Got) -> Answer:
        await moved.wait()
        return Answer(410)

    receiver.answers("left", is_gone)
    subscription = await hook("left")
    await say(*some("left", 2))

    async def asked() -> None:
        assert len(receiver.at("left")) == 2

    await eventually(asked)
    path = f"/api/v1/subscriptions/{subscription}"
    wish = {"webhook": {"url": receiver.url("found")}}
    assert (await office.patch(path, json=wish, headers={"If-Match": "*"})).status_code == 200
    assert (await office.post(f"{path}/agreement")).status_code == 200
    moved.set()
    await receiver.has_taken("found", 2)
    await stands(subscription, "active")


async def test_an_endpoint_that_moved_since_an_event_for_it_was_taken_up_is_not_sent_it_before_it_agreed(
    notifications: Running, receiver: Receiver, office: httpx.AsyncClient, hook: Any
) -> None:
    subscription, state = await hook("taken-up"), notifications.app.state
    claim = Claim(
        subscription, "a/b", 1, 0, 0, 0, None, paced=False, lease=uuid4(), probe=False, delivery=uuid4(), number=1,
        previous=None, resent=False, event=message().event,
    )  # fmt: skip
    wish = {"webhook": {"url": receiver.url("elsewhere")}}
    moved = await office.patch(f"/api/v1/subscriptions/{subscription}", json=wish, headers={"If-Match": "*"})
    assert moved.status_code == 200, moved.text
    worker = Worker(state.database, notifications.settings, webhooks_of(notifications.app).sender)
    await worker._know_targets([claim])
    assert worker._targets == {}
