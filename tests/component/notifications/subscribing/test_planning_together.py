"""Several workers plan at once, for many that are at the head and many that are behind: each event once, no hole."""

import asyncio

import httpx

from services.notifications.planning import behind
from services.notifications.planning.behind import Step, catch_up
from shared.database import Database
from tests.support.subscriptions import activate, chained, fill_log, planned, subscribe, with_head
from tests.support.waiting import eventually
from tests.support.world import Running, World

THINGS, ROUNDS = 8, 10


async def wanted(notifications: Running, prefix: str, after: int) -> list[int]:
    rows = await notifications.sql(
        "SELECT position FROM event_log WHERE subject LIKE $1 || '%' AND position > $2 ORDER BY position",
        prefix,
        after,
    )
    return [row["position"] for row in rows]


async def test_several_workers_plan_each_event_once_and_in_order(
    world: World, notifications: Running, office: httpx.AsyncClient
) -> None:
    others = [
        await world.start("notifications", "worker", database_url=notifications.settings.database_url) for _ in range(2)
    ]
    prefixes = ["many-1", "many-2", "many-3", "many-"]
    early = [
        (await subscribe(office, filters=[{"prefix": {"subject": prefix}}]))["id"]
        for prefix in prefixes
        for _ in range(3)
    ]
    for one in early:
        await activate(notifications, one)
    (log,) = await notifications.sql("SELECT position FROM event_log_head")
    late: list[str] = []
    for _ in range(ROUNDS):
        await fill_log(notifications, THINGS, key="many")
        made = await subscribe(office, filters=[{"prefix": {"subject": "many-"}}], start={"at": "beginning"})
        await activate(notifications, made["id"])
        late.append(made["id"])
    all_of = [(one, prefix) for one, prefix in zip(early, [p for p in prefixes for _ in range(3)], strict=True)]
    all_of += [(one, "many-") for one in late]

    async def everything_is_planned() -> None:
        expected = await wanted(notifications, "many-", 0)
        assert len(expected) == ROUNDS * THINGS
        for one, prefix in all_of:
            rows = await planned(notifications, one, 0)
            after = log["position"] if one in early else 0
            assert [row["position"] for row in rows] == await wanted(notifications, prefix, after)
            assert chained(rows)

    await eventually(everything_is_planned, seconds=30)
    for one, _ in all_of:
        await with_head(notifications, one)
    for other in others:
        await other.stop()


async def test_changes_while_events_come_lose_none_that_either_wish_wants(
    notifications: Running, office: httpx.AsyncClient
) -> None:
    """Whichever wish counts for an event, both want those of this project: none may be lost in between."""
    made = await subscribe(office, filters=[{"prefix": {"subject": "changing"}}])
    await activate(notifications, made["id"])
    await with_head(notifications, made["id"])
    version = 1

    async def change() -> None:
        nonlocal version
        for number in range(10):
            wish = [{"prefix": {"subject": "changing"[: 3 + number % 6]}}]
            answer = await office.patch(made["href"], json={"filters": wish}, headers={"If-Match": f'"{version}"'})
            assert answer.status_code == 200, answer.text
            version = answer.json()["version"]

    async def say() -> None:
        for _ in range(40):
            await fill_log(notifications, 1, key="changing")

    await asyncio.gather(change(), say())
    rows = await planned(notifications, made["id"], 40)
    assert [row["position"] for row in rows] == await wanted(notifications, "changing", 0)
    assert chained(rows)


async def test_one_that_is_far_behind_is_planned_for_in_parts_and_not_beyond_what_may_wait(world: World) -> None:
    alone = await world.start("notifications", "api")
    async with alone.client() as office:
        await fill_log(alone, 2 * behind.NEAR, key="far")
        made = await subscribe(office, filters=[{"prefix": {"subject": "far"}}], start={"at": "beginning"})
    await activate(alone, made["id"])
    await alone.sql("UPDATE planning_head SET position = (SELECT position FROM event_log_head)")
    database = Database(alone.settings, "notifications")
    try:
        assert await catch_up(database, made["id"]) is Step.ON
        assert len(await planned(alone, made["id"], 1)) == behind.PART
        await alone.sql(
            """INSERT INTO delivery (subscription, position, id, event_id, aggregate, number, state, tries, planned_at)
               SELECT $1, -n, gen_random_uuid(), gen_random_uuid(), 'a', n, 'waiting', 0, now()
               FROM generate_series(1, $2::int) AS n""",
            made["id"],
            behind.MOST_WAITING,
        )
        assert await catch_up(database, made["id"]) is Step.FULL
        assert len(await planned(alone, made["id"], 1)) == behind.PART
        await alone.sql("UPDATE delivery SET state = 'delivered' WHERE subscription = $1", made["id"])
        steps = [await catch_up(database, made["id"]) for _ in range(4)]
        assert steps[-1] is Step.DONE
    finally:
        await database.close()
    rows = await planned(alone, made["id"], 2 * behind.NEAR)
    assert len(rows) == 2 * behind.NEAR
    assert chained(rows)


async def test_one_whose_wish_cannot_be_read_is_in_nobodys_way(
    notifications: Running, office: httpx.AsyncClient
) -> None:
    broken = (await subscribe(office))["id"]
    await activate(notifications, broken)
    await with_head(notifications, broken)
    await notifications.sql("UPDATE subscription SET filters = '[{\"new\": {}}]' WHERE id = $1", broken)
    whole = (await subscribe(office, filters=[{"prefix": {"subject": "beside"}}]))["id"]
    await activate(notifications, whole)
    await with_head(notifications, whole)
    await fill_log(notifications, 1, key="beside")
    assert len(await planned(notifications, whole, 1)) == 1
    await notifications.sql("UPDATE subscription SET filters = '[]' WHERE id = $1", broken)
    await with_head(notifications, broken)
    assert len(await planned(notifications, broken, 1)) >= 1
