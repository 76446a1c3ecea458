"""Who may see what: a council what is open and what is about itself, the Office everything, everywhere alike."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from shared.events.councils import AdoptionMoved, AdoptionOpened, ClientRevoked, CouncilRegistered
from shared.events.projects import ProjectRegistered
from tests.support.sse import next_events, sent
from tests.support.world import World

Kept = Callable[[int], Awaitable[None]]


def opened(council: str) -> AdoptionOpened:
    return AdoptionOpened(
        council=council, deliverable="toolkit", project="one", release="one", state="invited", effective="2026-11-21"
    )


def moved(council: str) -> AdoptionMoved:
    return AdoptionMoved(
        council=council,
        deliverable="toolkit",
        release="one",
        from_state="invited",
        to_state="considering",
        effective="2026-11-21",
    )


async def say_some_of_each(world: World) -> dict[str, str]:
    events = {
        "open": ProjectRegistered(project="one", name="One", programme="digital-partnership"),
        "open about fife": CouncilRegistered(council="fife", name="Fife", gss_code="S12000047"),
        "open about moray": CouncilRegistered(council="moray", name="Moray", gss_code="S12000020"),
        "fife's": opened("fife"),
        "moray's": opened("moray"),
        "fife's too": moved("fife"),
        "the office's": ClientRevoked(client="fife-old-system"),
    }
    return {str(await world.say(event)): name for name, event in events.items()}


SEEN_BY_FIFE = {"open", "open about fife", "open about moray", "fife's", "fife's too"}


async def seen(client: httpx.AsyncClient, said: dict[str, str], **query: Any) -> set[str]:
    found, path = set(), "/api/v1/events"
    page = (await client.get(path, params={"limit": 2, **query})).json()
    while True:
        found |= {said[item["id"]] for item in page["items"]}
        if page["next"] is None:
            return found
        page = (await client.get(page["next"])).json()


async def test_a_council_sees_in_the_feed_what_is_open_and_what_is_about_itself(
    world: World, office: httpx.AsyncClient, fife: httpx.AsyncClient, kept: Kept
) -> None:
    said = await say_some_of_each(world)
    await kept(7)
    assert await seen(fife, said) == SEEN_BY_FIFE
    assert await seen(office, said) == set(said.values())
    about_adoption = "councils.adoption-opened,councils.adoption-moved"
    assert await seen(fife, said, types=about_adoption) == {"fife's", "fife's too"}
    assert await seen(office, said, types=about_adoption) == {"fife's", "fife's too", "moray's"}
    assert await seen(fife, said, types="councils.client-revoked") == set()


async def test_a_council_cannot_read_a_single_event_of_another(
    world: World, office: httpx.AsyncClient, fife: httpx.AsyncClient, kept: Kept
) -> None:
    said = await say_some_of_each(world)
    await kept(7)
    for event, name in said.items():
        assert (await office.get(f"/api/v1/events/{event}")).status_code == 200
        answer = await fife.get(f"/api/v1/events/{event}")
        assert answer.status_code == (200 if name in SEEN_BY_FIFE else 404), name


async def test_a_cursor_of_the_office_opens_nothing_to_a_council(
    world: World, office: httpx.AsyncClient, fife: httpx.AsyncClient, kept: Kept
) -> None:
    page = (await office.get("/api/v1/events")).json()
    said = await say_some_of_each(world)
    await kept(7)
    assert await seen(fife, said, after=page["cursor"]) == SEEN_BY_FIFE


async def test_a_live_stream_shows_a_council_no_more_than_the_feed(
    world: World, fife: httpx.AsyncClient, kept: Kept
) -> None:
    async with fife.stream("GET", "/api/v1/events/stream") as answer:
        stream = sent(answer)
        await anext(stream)
        said = await say_some_of_each(world)
        await kept(7)
        last = str(await world.say(moved("fife")))
        found = [one.data["id"] for one in await next_events(stream, len(SEEN_BY_FIFE) + 1)]
    # the log is in order: what came before the last one and was not shown will not be shown
    assert found[-1] == last
    assert {said[event] for event in found[:-1]} == SEEN_BY_FIFE
