"""What is told of a council's benefit figures reaches it and the Office; another's feed is as if it were not."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from shared.events import Event
from shared.events.councils import (
    BenefitFigureCorrected,
    BenefitFigureGiven,
    BenefitFigureWithdrawn,
    BenefitVisibilityChanged,
    CouncilRegistered,
)
from tests.support.world import World

Kept = Callable[[int], Awaitable[None]]
FEED = "/api/v1/events"


def told(council: str, value: float) -> list[Event]:
    """Return all that can be told of a figure; shown to everybody, it is seen in reports, not here."""
    key: dict[str, Any] = {"council": council, "profile": "hours", "period": "2025-Q1", "stage": "claimed"}
    by: dict[str, Any] = {"by_role": "benefits-owner", "effective": "2025-04-01"}
    figure = key | by | {"project": "forms", "measure": "hours-saved", "type": "quantitative", "unit": "hours"}
    return [
        BenefitFigureGiven(**figure, value=value),
        BenefitVisibilityChanged(**key, from_visibility="own", to_visibility="public", effective="2025-05-01"),
        BenefitFigureCorrected(**figure, value=value + 1, corrects=1, reason="r"),
        BenefitFigureWithdrawn(**key, **by, reason="r"),
    ]


async def feed(client: httpx.AsyncClient, query: str = "") -> list[Any]:
    """Return what a client reads in its feed from the first event on, page by page."""
    found, path = [], f"{FEED}?limit=2{query}"
    while path:
        page = (await client.get(path)).json()
        found += [(one["id"], one["type"], one["subject"], one["data"]) for one in page["items"]]
        path = page["next"] or ""
    return found


async def test_the_feed_of_another_council_is_the_same_whatever_is_told_of_a_figure(
    world: World, office: httpx.AsyncClient, fife: httpx.AsyncClient, kept: Kept
) -> None:
    await world.say(CouncilRegistered(council="fife", name="Fife", gss_code="S12000047"))
    mine = [str(await world.say(event)) for event in told("fife", 7.0)]
    await kept(5)
    queries = ("", "&types=councils.benefit-figure-given", "&types=councils.benefit-visibility-changed")
    before = [await feed(fife, query) for query in queries]
    assert [one[0] for one in before[0]][1:] == mine
    others = [str(await world.say(event)) for event in told("moray", 8.0)]
    await kept(9)
    assert [await feed(fife, query) for query in queries] == before
    assert [one[0] for one in await feed(office)][5:] == others
    for event in others:
        hidden = await fife.get(f"{FEED}/{event}")
        never = await fife.get(f"{FEED}/01936000-0000-7000-8000-000000000009")
        assert (
            (hidden.status_code, hidden.json()["code"])
            == (never.status_code, never.json()["code"])
            == (404, "not-found")
        )
