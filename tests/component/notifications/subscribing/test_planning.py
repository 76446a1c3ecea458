"""Planning: what webhooks want becomes deliveries, each once, in the order of the log, in chains without a hole."""

from itertools import pairwise
from typing import Any

import httpx

from shared.events.projects import ProjectDetailsChanged, ProjectRegistered
from tests.support.subscriptions import SUBSCRIPTIONS, activate, planned, subscribe, with_head
from tests.support.world import Running, World


def project(key: str) -> ProjectRegistered:
    return ProjectRegistered(project=key, name=key, programme="digital-partnership")


def renamed(key: str, name: str) -> ProjectDetailsChanged:
    return ProjectDetailsChanged(project=key, name=name)


async def of(client: httpx.AsyncClient, notifications: Running, key: str, **wish: Any) -> str:
    """Make a subscription to what is about one project, whose endpoint has agreed."""
    made = await subscribe(client, filters=[{"exact": {"subject": key}}], **wish)
    await activate(notifications, made["id"])
    return str(made["id"])


async def test_what_is_wanted_is_planned_in_the_order_of_the_log_as_a_chain(
    world: World, notifications: Running, office: httpx.AsyncClient
) -> None:
    subscription = await of(office, notifications, "chained")
    await with_head(notifications, subscription)
    said = [await world.say(project("chained"))]
    await world.say(project("another"))
    said += [await world.say(renamed("chained", f"Name {number}")) for number in range(5)]
    rows = await planned(notifications, subscription, 6)
    assert [row["event_id"] for row in rows] == said
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[0]["previous"] is None
    assert all(after["previous"] == before["event_id"] for before, after in pairwise(rows))
    (lane,) = await notifications.sql("SELECT * FROM lane WHERE subscription = $1", subscription)
    assert (lane["head"], lane["number"], lane["last_event"]) == (rows[0]["position"], 6, said[-1])


async def test_a_subscription_gets_what_came_before_its_endpoint_agreed(
    world: World, notifications: Running, office: httpx.AsyncClient
) -> None:
    made = await subscribe(office, filters=[{"exact": {"subject": "early"}}])
    assert made["state"] == "pending"
    first = await world.say(project("early"))
    second = await world.say(renamed("early", "Later"))
    await activate(notifications, made["id"])
    assert [row["event_id"] for row in await planned(notifications, made["id"], 2)] == [first, second]


async def test_another_wish_counts_from_the_next_event_on_and_the_chain_goes_on(
    world: World, notifications: Running, office: httpx.AsyncClient
) -> None:
    subscription = await of(office, notifications, "wished")
    await with_head(notifications, subscription)
    before = [await world.say(project("wished")), await world.say(renamed("wished", "One"))]
    await planned(notifications, subscription, 2)
    changed = await office.patch(
        f"{SUBSCRIPTIONS}/{subscription}", json={"types": ["projects.details-changed"]}, headers={"If-Match": '"1"'}
    )
    assert changed.status_code == 200, changed.text
    await world.say(project("wished"))
    after = await world.say(renamed("wished", "Two"))
    rows = await planned(notifications, subscription, 3)
    assert [row["event_id"] for row in rows] == [*before, after]
    assert [row["number"] for row in rows] == [1, 2, 3]


async def test_what_comes_while_an_endpoint_has_moved_and_must_agree_again_waits_for_it(
    world: World, notifications: Running, office: httpx.AsyncClient
) -> None:
    subscription = await of(office, notifications, "moved")
    await with_head(notifications, subscription)
    await notifications.sql("UPDATE subscription SET state = 'pending' WHERE id = $1", subscription)
    # whoever plans reads all wishes again after this
    other = await of(office, notifications, "beside-the-moved")
    await with_head(notifications, other)
    said = await world.say(project("moved"))
    await world.say(project("beside-the-moved"))
    await planned(notifications, other, 1)
    await activate(notifications, subscription)
    assert [row["event_id"] for row in await planned(notifications, subscription, 1)] == [said]
