"""A version that never comes holds its later ones back, until a person says on record that it is missing."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support.echo import Echo, all_settled, effects, parked, renamed
from tests.support.letters import letters
from tests.support.world import Running, World

REASON = "Version 2 was lost with the disk of the old server."


@pytest.fixture
async def hearing(world: World) -> Running:
    await world.streams("projects", "councils")
    running = await Echo().start(world, time_scale=0.005)
    await running.ready()
    return running


@pytest.fixture
async def operator(hearing: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with hearing.client("operations", client="person-on-duty") as client:
        yield client


async def gap(hearing: Running, world: World, operator: httpx.AsyncClient) -> dict[int, str]:
    """Say versions 1, 3, 4 and 5 of an aggregate; return the addresses of the letters by version."""
    for version in (1, 3, 4, 5):
        await world.say(renamed("gappy"), sequence=version)
    await parked(hearing, 3)
    found = {letter["sequence"]: letter["href"] for letter in (await letters(operator))["items"]}
    assert found.keys() == {3, 4, 5}
    return found


async def code(client: httpx.AsyncClient, href: str, wish: dict[str, Any] | None = None) -> tuple[int, str]:
    answer = await client.post(f"{href}/replay", json=wish)
    return answer.status_code, answer.json().get("code") or answer.json()["state"]


async def test_after_a_discard_the_next_version_is_taken_in_when_a_person_accepts_the_gap(
    hearing: Running, world: World, operator: httpx.AsyncClient
) -> None:
    href = await gap(hearing, world, operator)
    assert (await operator.post(f"{href[3]}/discard", json={"reason": "It makes no sense."})).status_code == 200
    # giving one up does not let the next one pass by itself
    assert await code(operator, href[4]) == (409, "gap")
    assert await code(operator, href[5], {"reason": "I hope."}) == (409, "gap")

    assert await code(operator, href[4], {"accept_gap": True, "reason": REASON}) == (200, "replayed")
    assert await effects(hearing, 2) == [("gappy", 1), ("gappy", 4)]
    kept = (await operator.get(href[4])).json()
    assert kept["settled_by"] == "client:person-on-duty"
    assert kept["settled_reason"] == f"accepted that versions 2 to 3 of deliverable/gappy are missing: {REASON}"

    assert await code(operator, href[5]) == (200, "replayed")
    await world.say(renamed("gappy"), sequence=6)
    assert await effects(hearing, 4) == [("gappy", version) for version in (1, 4, 5, 6)]


async def test_what_comes_after_it_was_given_up_is_passed_over(
    hearing: Running, world: World, operator: httpx.AsyncClient
) -> None:
    href = await gap(hearing, world, operator)
    assert await code(operator, href[3], {"accept_gap": True, "reason": REASON}) == (200, "replayed")
    await world.say(renamed("gappy"), sequence=2)
    await world.say(renamed("neighbour"))
    assert await effects(hearing, 3) == [("gappy", 1), ("gappy", 3), ("neighbour", 1)]
    await all_settled(world)
    await parked(hearing, 3)


async def test_a_version_that_is_parked_is_not_missing(
    hearing: Running, world: World, operator: httpx.AsyncClient
) -> None:
    href = await gap(hearing, world, operator)
    assert await code(operator, href[5], {"accept_gap": True, "reason": REASON}) == (409, "earlier-letter")
    await effects(hearing, 1)
    assert (await letters(operator, state="settled"))["items"] == []


async def test_without_a_reason_no_gap_is_accepted(hearing: Running, world: World, operator: httpx.AsyncClient) -> None:
    href = await gap(hearing, world, operator)
    for wish in ({"accept_gap": True}, {"accept_gap": True, "reason": ""}, {"accept_gap": "perhaps", "reason": "r"}):
        assert (await operator.post(f"{href[3]}/replay", json=wish)).status_code == 422
    await effects(hearing, 1)


async def test_where_nothing_is_missing_accepting_a_gap_records_none(
    hearing: Running, world: World, operator: httpx.AsyncClient
) -> None:
    href = await gap(hearing, world, operator)
    await world.say(renamed("gappy"), sequence=2)
    await effects(hearing, 2)
    assert await code(operator, href[3], {"accept_gap": True, "reason": "Just in case."}) == (200, "replayed")
    assert (await operator.get(href[3])).json()["settled_reason"] == "Just in case."
    assert await effects(hearing, 3) == [("gappy", 1), ("gappy", 2), ("gappy", 3)]
