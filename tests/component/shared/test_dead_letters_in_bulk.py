"""Dead letters of one cause are settled together: in order, each by itself, and all on record."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.echo import Echo, effects, parked, renamed, say_raw
from tests.support.letters import LETTERS, Fault, letters
from tests.support.world import Running, World

MANY = """INSERT INTO dead_letter (consumer, event_type, subject, stream, stream_seq, payload, headers, cause, error,
                                   deliveries, parked_at)
          SELECT 'reporting', $1, 's', 'PROJECTS', n, 'p', '{}', $2, 'e', 1, now() - interval '1 hour'
          FROM generate_series(1, $3) AS n"""


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def hearing(world: World, echo: Echo) -> Running:
    await world.streams("projects", "councils")
    running = await echo.start(world, time_scale=0.005)
    await running.ready()
    return running


@pytest.fixture
async def operator(hearing: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with hearing.client("operations", client="person-on-duty") as client:
        yield client


async def states(hearing: Running) -> dict[str, int]:
    rows = await hearing.sql("SELECT state, count(*) AS letters FROM dead_letter GROUP BY state")
    return {row["state"]: row["letters"] for row in rows}


async def test_all_of_a_cause_are_replayed_and_no_others(
    hearing: Running, echo: Echo, world: World, operator: httpx.AsyncClient
) -> None:
    echo.interfere = fault = Fault(RuntimeError("the handler has a fault"))
    for _ in range(3):
        await world.say(renamed("bad"))
    await say_raw(world, renamed("unread"), data=b"{no json")
    await parked(hearing, 4)
    fault.error = None
    wish = {"cause": "failed", "reason": "The handler was mended."}
    mended = await operator.post(f"{LETTERS}/replay", json=wish)
    assert mended.json() == {"settled": 1, "failed": [], "next_after": None}
    after_it = await operator.post(f"{LETTERS}/replay", json={"cause": "gap"})
    assert after_it.json() == {"settled": 2, "failed": [], "next_after": None}
    assert await effects(hearing, 3) == [("bad", 1), ("bad", 2), ("bad", 3)]
    assert await states(hearing) == {"replayed": 3, "parked": 1}
    told = (await letters(operator, state="settled"))["items"]
    assert [(one["settled_by"], one["settled_reason"]) for one in told if one["cause"] == "failed"] == [
        ("client:person-on-duty", "The handler was mended.")
    ]
    assert all(one["settled_at"] for one in told)


async def test_what_was_parked_in_another_order_is_taken_in_by_its_versions(
    hearing: Running, world: World, operator: httpx.AsyncClient
) -> None:
    for letter, version in enumerate((4, 3, 2), start=1):
        await world.say(renamed("late"), sequence=version)
        await parked(hearing, letter)
    await world.say(renamed("late"), sequence=1)
    await effects(hearing, 1)
    answer = await operator.post(f"{LETTERS}/replay", json={"cause": "gap"})
    assert answer.json() == {"settled": 3, "failed": [], "next_after": None}
    assert await effects(hearing, 4) == [("late", version) for version in (1, 2, 3, 4)]


async def test_one_that_fails_again_stays_parked_and_stops_no_other(
    hearing: Running, echo: Echo, world: World, operator: httpx.AsyncClient
) -> None:
    echo.interfere = fault = Fault(RuntimeError("the handler has a fault"), "a", "b", "c")
    for name in ("a", "b", "c"):
        await world.say(renamed(name))
    await parked(hearing, 3)
    fault.deliverables = {"b"}
    answer = (await operator.post(f"{LETTERS}/replay", json={"cause": "failed"})).json()
    assert answer["settled"] == 2
    (failed,) = answer["failed"]
    assert failed["code"] == "still-failing"
    assert "the handler has a fault" in failed["detail"]
    assert sorted(await effects(hearing, 2)) == [("a", 1), ("c", 1)]
    (left,) = (await letters(operator, state="parked"))["items"]
    assert (left["id"], left["aggregate"], left["settled_by"]) == (failed["id"], "deliverable/b", None)


async def test_more_than_one_request_can_settle_are_settled_in_several(
    hearing: Running, operator: httpx.AsyncClient
) -> None:
    await hearing.sql(MANY, "partnership.projects.registered.v1", "undecodable", 1203)
    await hearing.sql(MANY.replace("n, 'p'", "n + 5000, 'p'"), "partnership.projects.placed.v1", "undecodable", 7)
    wish = {"event_type": "partnership.projects.registered.v1", "cause": "undecodable", "reason": "Sent by a test."}
    settled, after = [], 0
    while after is not None:
        answer = await operator.post(f"{LETTERS}/discard", json=wish | {"after": after})
        assert answer.status_code == 200, answer.text
        settled.append(answer.json()["settled"])
        after = answer.json()["next_after"]
    assert settled == [500, 500, 203]
    assert await states(hearing) == {"discarded": 1203, "parked": 7}


async def test_causes_say_how_many_are_parked_and_for_how_long(hearing: Running, operator: httpx.AsyncClient) -> None:
    assert (await operator.get(f"{LETTERS}/causes")).json() == {"items": []}
    await hearing.sql(MANY, "partnership.projects.registered.v1", "undecodable", 5)
    await hearing.sql("UPDATE dead_letter SET cause = 'gap' WHERE id < 3")
    await hearing.sql("UPDATE dead_letter SET state = 'discarded' WHERE id = 5")
    told = (await operator.get(f"{LETTERS}/causes")).json()["items"]
    assert [(one["cause"], one["event_type"], one["parked"]) for one in told] == [
        ("gap", "partnership.projects.registered.v1", 2),
        ("undecodable", "partnership.projects.registered.v1", 2),
    ]
    assert all(3600 <= one["oldest_seconds"] < 3700 for one in told)


async def test_two_who_replay_at_once_settle_each_letter_once(
    hearing: Running, echo: Echo, world: World, operator: httpx.AsyncClient
) -> None:
    echo.interfere = fault = Fault(RuntimeError("the handler has a fault"), *(f"d{number}" for number in range(8)))
    for number in range(8):
        await world.say(renamed(f"d{number}"))
    await parked(hearing, 8)
    fault.error = None
    answers = await asyncio.gather(*(operator.post(f"{LETTERS}/replay", json={"cause": "failed"}) for _ in range(3)))
    assert sum(answer.json()["settled"] for answer in answers) == 8
    refused = {failed["code"] for answer in answers for failed in answer.json()["failed"]}
    assert refused <= {"already-settled"}
    await effects(hearing, 8)


async def test_a_request_sent_twice_gets_the_first_answer_and_settles_nothing_more(
    hearing: Running, operator: httpx.AsyncClient
) -> None:
    await hearing.sql(MANY, "partnership.projects.registered.v1", "undecodable", 3)
    wish = {"cause": "undecodable", "reason": "Sent by a test."}
    key = {"Idempotency-Key": "discard-once"}
    first = await operator.post(f"{LETTERS}/discard", json=wish, headers=key)
    await hearing.sql(MANY.replace("n, 'p'", "n + 10, 'p'"), "partnership.projects.registered.v1", "undecodable", 2)
    again = await operator.post(f"{LETTERS}/discard", json=wish, headers=key)
    assert first.json() == again.json() == {"settled": 3, "failed": [], "next_after": None}
    assert again.headers["idempotency-replayed"] == "true"
    other = await operator.post(f"{LETTERS}/discard", json=wish | {"cause": "gap"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert await states(hearing) == {"discarded": 3, "parked": 2}


@pytest.mark.parametrize(
    "wish",
    [
        {"reason": "All of them."},
        {"cause": "", "reason": "r"},
        {"cause": "gap", "reason": "r", "after": -1},
        {"cause": "gap", "reason": "r", "everything": True},
        {"cause": "gap"},
    ],
    ids=str,
)
async def test_a_wish_that_does_not_say_which_or_why_settles_nothing(
    hearing: Running, operator: httpx.AsyncClient, wish: dict[str, object]
) -> None:
    await hearing.sql(MANY, "partnership.projects.registered.v1", "gap", 2)
    assert (await operator.post(f"{LETTERS}/discard", json=wish)).status_code == 422
    assert await states(hearing) == {"parked": 2}


async def test_only_operators_settle_many(hearing: Running) -> None:
    async with hearing.client("programme:read", "programme:write", "events:read") as client:
        for verb in ("replay", "discard"):
            assert (await client.post(f"{LETTERS}/{verb}", json={"cause": "gap", "reason": "r"})).status_code == 403
        assert (await client.get(f"{LETTERS}/causes")).status_code == 403
