"""Endpoints that fail are paused and probed, and lose nothing: what waited comes in its order once they are well."""

import asyncio
from typing import Any

import asyncpg
import httpx

from tests.support.hooks import names, some, told
from tests.support.receiving import Answer, Receiver
from tests.support.waiting import eventually
from tests.support.world import Running

SUBSCRIPTIONS = "/api/v1/subscriptions"


async def said(notifications: Running, subscription: str) -> list[str]:
    """Return what the service said of a subscription, in short names."""
    rows = await notifications.sql(
        "SELECT event_type FROM outbox_event WHERE aggregate_id = $1 ORDER BY position", subscription
    )
    return [row["event_type"].split(".")[2] for row in rows]


async def test_an_endpoint_that_fails_is_paused_probed_and_drained_in_order(
    notifications: Running, receiver: Receiver, office: httpx.AsyncClient, hook: Any, say: Any, stands: Any
) -> None:
    receiver.answers("ill", Answer(500))
    subscription = await hook("ill")
    keys = some("ill", 4)
    await say(*keys, names=3)
    await stands(subscription, "paused", "failing")
    health = (await office.get(f"{SUBSCRIPTIONS}/{subscription}/health")).json()
    assert health["failures"] >= 3
    assert health["oldest_waiting"] is not None
    assert health["next_probe"] is not None
    await say(*keys, first=3)
    receiver.answers("ill", Answer())
    got = await receiver.has_taken("ill", 16)
    await stands(subscription, "active")
    assert len({one.id for one in got}) == 16
    for key in keys:
        assert names(got, key) == told(4)
    assert await said(notifications, subscription) == ["subscription-paused", "subscription-resumed"]


async def test_one_poisonous_event_keeps_no_endpoint_down(receiver: Receiver, hook: Any, say: Any, stands: Any) -> None:
    poison, *others = some("poison", 4)
    receiver.answers("poisoned", Answer(500))
    subscription = await hook("poisoned")
    await say(poison, *others)
    await stands(subscription, "paused", "failing")
    receiver.answers("poisoned", lambda got: Answer(422 if got.event["subject"] == poison else 204))
    await receiver.has_taken("poisoned", 3)
    await stands(subscription, "active")


async def test_a_receiver_down_for_six_days_gets_everything_once_and_in_order(
    receiver: Receiver, office: httpx.AsyncClient, hook: Any, say: Any, stands: Any, days_pass: Any
) -> None:
    receiver.answers("away", Answer(503))
    subscription = await hook("away")
    keys = some("away", 5)
    for day in range(6):
        await say(*keys, first=2 * day, names=2)
        await days_pass(1)
        if not day:
            await stands(subscription, "paused", "failing")

    async def all_wait() -> None:
        health = (await office.get(f"{SUBSCRIPTIONS}/{subscription}/health")).json()
        assert (health["waiting"], health["given_up"], health["skipped"]) == (60, 0, 0)

    await eventually(all_wait)
    assert not receiver.taken_at("away")
    receiver.answers("away", Answer())
    await days_pass(1)
    got = await receiver.has_taken("away", 60)
    await stands(subscription, "active")
    assert len({one.id for one in got}) == len(got) == 60
    for key in keys:
        assert names(got, key) == told(12)
    chain = [one.event for one in got if one.event["subject"] == keys[0]]
    assert [one["subscriptionsequence"] for one in chain] == list(range(1, 13))
    assert [one.get("subscriptionprevious") for one in chain] == [None, *(one["id"] for one in chain[:-1])]


async def test_what_waits_for_longer_than_it_is_kept_is_skipped_and_said_so(
    notifications: Running,
    receiver: Receiver,
    office: httpx.AsyncClient,
    hook: Any,
    say: Any,
    stands: Any,
    days_pass: Any,
) -> None:
    receiver.answers("late", Answer(500))
    subscription = await hook("late", keep_days=2)
    keys = some("late", 3)
    await say(*keys, names=2)
    await stands(subscription, "paused", "failing")
    await days_pass(3)

    async def skipped() -> None:
        found = (await office.get("/api/v1/deliveries", params={"subscription": subscription})).json()["items"]
        assert [(one["state"], one["reason"]) for one in found] == [("skipped", "keep-limit")] * 6

    await eventually(skipped, seconds=20)
    assert "subscription-deliveries-skipped" in await said(notifications, subscription)
    await say(*keys, first=2)
    receiver.answers("late", Answer())
    await days_pass(1)
    assert names(await receiver.has_taken("late", 3), keys[0]) == ["name 2"]
    await stands(subscription, "active")
    body = {"from": "2020-01-01T00:00:00Z", "to": "2190-01-01T00:00:00Z"}
    answer = await office.post(f"{SUBSCRIPTIONS}/{subscription}/recover", json=body)
    assert (answer.status_code, answer.json()["by_state"]) == (200, {"skipped": 6}), answer.text
    got = await receiver.has_taken("late", 9)
    assert names(got, keys[0]) == ["name 2", "name 0", "name 1"]


async def test_an_owner_pauses_and_resumes_and_nothing_is_probed_meanwhile(
    notifications: Running, receiver: Receiver, fife: httpx.AsyncClient, hook: Any, say: Any, stands: Any
) -> None:
    subscription = await hook("asked", council="fife")
    for _ in range(2):
        answer = await fife.post(f"{SUBSCRIPTIONS}/{subscription}/pause")
        assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["cause"]) == ("paused", "asked")
    key, *_ = some("asked")
    await say(key, names=3)

    async def waits() -> None:
        assert (await fife.get(f"{SUBSCRIPTIONS}/{subscription}/health")).json()["waiting"] == 3

    await eventually(waits)
    assert receiver.at("asked") == []
    await fife.post(f"{SUBSCRIPTIONS}/{subscription}/resume")
    assert names(await receiver.has_taken("asked", 3), key) == told(3)
    await stands(subscription, "active")
    assert await said(notifications, subscription) == ["subscription-paused", "subscription-resumed"]


async def test_who_resumes_and_who_settles_do_not_block_each_other(
    notifications: Running, office: httpx.AsyncClient, hook: Any
) -> None:
    subscription = await hook("both")
    path = f"/api/v1/subscriptions/{subscription}"
    assert (await office.post(f"{path}/pause")).status_code == 200
    for aggregate in ("b", "a"):
        await notifications.sql(
            """INSERT INTO lane (subscription, aggregate, number, last_event, head, tries, due_at)
               VALUES ($1, $2, 1, gen_random_uuid(), 1, 1, now() + interval '1 day')""",
            subscription,
            aggregate,
        )
    lock = "SELECT 1 FROM lane WHERE subscription = $1 AND aggregate = $2 FOR UPDATE"
    settling = await asyncpg.connect(notifications.dsn)
    try:
        async with settling.transaction():
            await settling.execute(lock, subscription, "a")
            resumed = asyncio.create_task(office.post(f"{path}/resume"))

            async def waits() -> None:
                assert await notifications.sql(
                    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )

            await eventually(waits)
            await settling.execute(lock, subscription, "b")
            await settling.execute("UPDATE lane SET head = NULL WHERE subscription = $1", subscription)
        assert (await resumed).status_code == 200
    finally:
        await settling.close()
