"""A worker dies while it plans deliveries: the next one plans the same, each once, and the chains have no hole."""

import pytest

from services.notifications.planning import behind
from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.subscriptions import activate, chained, fill_log, planned, subscribe, with_head
from tests.support.waiting import eventually

THINGS = 10
POINT_BEHIND = "planning_behind.before_commit"


async def subscribed(arena: Arena, notifications: ServiceProcess, key: str, start: str) -> str:
    async with notifications.client(arena.token()) as office:
        made = await subscribe(office, filters=[{"prefix": {"subject": key}}], start={"at": start})
    await activate(notifications, made["id"])
    return str(made["id"])


async def head(notifications: ServiceProcess) -> int:
    (row,) = await notifications.sql("SELECT position FROM planning_head")
    return int(row["position"])


async def all_looked_through(notifications: ServiceProcess) -> None:
    (row,) = await notifications.sql(
        """SELECT event_log_head.position - planning_head.position AS left,
                  (SELECT count(*) FROM outbox_event) - (SELECT count(*) FROM event_log WHERE stream = 'NOTIFICATIONS')
                  AS unheard
           FROM event_log_head CROSS JOIN planning_head"""
    )
    assert (row["left"], row["unheard"]) == (0, 0)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("point", "left"),
    [("planning.before_commit", THINGS), ("planning.after_commit", 2 * THINGS)],
)
async def test_a_worker_that_dies_at_the_head_of_the_log_leaves_all_of_a_pass_or_nothing(
    arena: Arena, point: str, left: int
) -> None:
    notifications = await arena.service("notifications")
    subscription = await subscribed(arena, notifications, "crashed", "now")
    await with_head(notifications, subscription)
    await fill_log(notifications, THINGS, key="crashed")
    await planned(notifications, subscription, THINGS)
    # what is told of the subscription itself is looked through, too, before the pass that is to be its last
    await eventually(lambda: all_looked_through(notifications))
    before = await head(notifications)
    notifications.process.stop()
    await notifications.start(CRASH_POINT=point)
    await fill_log(notifications, THINGS, key="crashed")
    await notifications.died()
    assert notifications.process.exit_code == -9, notifications.process.log_tail(20)
    assert len(await planned(notifications, subscription, 0)) == left
    assert (await head(notifications) > before) == (left > THINGS)
    await notifications.start()
    rows = await planned(notifications, subscription, 2 * THINGS)
    assert len(rows) == 2 * THINGS
    assert chained(rows)


async def test_a_worker_that_dies_while_it_brings_one_up_goes_on_where_it_was(arena: Arena) -> None:
    notifications = await arena.service("notifications", start=False)
    await notifications.start(CRASH_POINT=f"{POINT_BEHIND}:2")
    await fill_log(notifications, 3 * behind.PART, key="crashed")

    async def looked_at() -> None:
        assert await head(notifications) == 3 * behind.PART

    await eventually(looked_at)
    subscription = await subscribed(arena, notifications, "crashed", "beginning")
    await notifications.died()
    assert len(await planned(notifications, subscription, 0)) == behind.PART
    await notifications.start()
    rows = await planned(notifications, subscription, 3 * behind.PART)
    assert len(rows) == 3 * behind.PART
    assert chained(rows)
    await with_head(notifications, subscription)
