"""Who sees a council's benefit figure: whom the council lets, now, in every answer; for others it is not there."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from shared.events.projects import BenefitProfiled
from tests.component.councils.test_benefits import CLAIM, HOURS, VERIFIED, known, tell, told
from tests.support.world import Running, World

API = "/api/v1"
ONE = f"{API}/benefits/fife/hours/2025-Q1/claimed"
TODAY = datetime.now(UTC).date().isoformat()
COUNCILS = ("angus", "falkirk", "fife", "moray", "na-h-eileanan-siar", "stirling")
Clients = dict[str, httpx.AsyncClient]


@pytest.fixture
async def clients(clients: Clients, office: httpx.AsyncClient, councils: Running, world: World) -> Clients:
    """A client of each of six councils and the Office's, once a benefit was profiled that each measures for itself."""
    await world.say(BenefitProfiled(**HOURS))
    await known(councils, "hours")
    return clients | {"office": office}


async def show(client: httpx.AsyncClient, to: str, path: str = ONE) -> httpx.Response:
    version = (await client.get(path)).headers.get("etag", '"1"')
    return await client.put(f"{path}/visibility", json={"visibility": to}, headers={"If-Match": version})


async def shown(client: httpx.AsyncClient, to: str, path: str = ONE) -> None:
    answer = await show(client, to, path)
    assert (answer.status_code, answer.json()["visibility"]) == (200, to), answer.text


async def who_sees(clients: Clients) -> list[str]:
    """Return whose clients see Fife's claim, which every way of asking has to agree on."""
    found = []
    for name, client in clients.items():
        one = await client.get(ONE)
        listed = (await client.get(f"{API}/benefits")).json()["items"]
        of_fife = (await client.get(f"{API}/benefits?council=fife&as_at={TODAY}")).json()["items"]
        totals = (await client.get(f"{API}/benefits/totals")).json()["totals"]
        sees = one.status_code == 200
        assert bool(listed) == bool(of_fife) == bool(totals) == sees, name
        if sees:
            found.append(name)
        else:
            assert (one.status_code, one.json()["code"]) == (404, "not-found")
    return sorted(found)


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("own", ["fife", "office"]),
        ("family-group", ["angus", "fife", "office"]),
        ("programme", sorted([*COUNCILS, "office"])),
        ("public", sorted([*COUNCILS, "office"])),
    ],
)
async def test_a_figure_is_seen_by_whom_its_council_lets(clients: Clients, visibility: str, seen_by: list[str]) -> None:
    await tell(clients["fife"], CLAIM)
    assert await who_sees(clients) == ["fife", "office"]
    await shown(clients["fife"], visibility)
    assert await who_sees(clients) == seen_by
    await shown(clients["fife"], "own")
    assert await who_sees(clients) == ["fife", "office"]


async def test_who_may_see_a_figure_is_a_dated_fact_that_only_its_council_changes(
    clients: Clients, councils: Running
) -> None:
    await tell(clients["fife"], CLAIM)
    for name, code in (("angus", "another-council"), ("office", "not-of-the-council")):
        answer = await show(clients[name], "public")
        assert (answer.status_code, answer.json()["code"]) == (403, code)
    put = f"{ONE}/visibility"
    stale = await clients["fife"].put(put, json={"visibility": "public"}, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    assert (await clients["fife"].put(put, json={"visibility": "public"})).status_code == 428
    await shown(clients["fife"], "programme")
    await shown(clients["fife"], "programme")
    await shown(clients["fife"], "own")
    events = await told(councils, "benefit-visibility-changed")
    assert [(one["from_visibility"], one["to_visibility"], one["effective"]) for one in events] == [
        ("own", "programme", TODAY),
        ("programme", "own", TODAY),
    ]
    history = (await clients["fife"].get(ONE)).json()["shown_to"]
    assert [(one["visibility"], one["effective"]) for one in history] == [("programme", TODAY), ("own", TODAY)]
    await shown(clients["fife"], "public")
    assert (await clients["angus"].get(ONE)).json()["shown_to"] is None


async def test_the_past_of_a_figure_is_seen_as_it_is_shown_today(clients: Clients) -> None:
    fife, angus = clients["fife"], clients["angus"]
    await tell(fife, CLAIM | {"effective": "2025-04-01"})
    path = f"{API}/benefits?as_at=2025-05-01"
    assert (await angus.get(path)).json()["items"] == []
    await shown(fife, "public")
    assert [one["value"] for one in (await angus.get(path)).json()["items"]] == [120.5]
    await shown(fife, "own")
    assert (await angus.get(path)).json()["items"] == []
    assert (await angus.get(f"{ONE}?as_at=2025-05-01")).status_code == 404


async def test_a_council_that_leaves_a_family_group_sees_its_figures_no_more(
    clients: Clients, office: httpx.AsyncClient
) -> None:
    await tell(clients["fife"], CLAIM | {"effective": "2025-04-01"})
    await shown(clients["fife"], "family-group")
    path = f"{API}/benefits?as_at=2025-05-01"
    assert len((await clients["angus"].get(path)).json()["items"]) == 1
    left = await office.post(f"{API}/councils/family-groups/cities/councils/angus/end", json={"from": "2026-01-01"})
    assert left.status_code == 200, left.text
    # also of the time when it was in it: what counts is today
    assert (await clients["angus"].get(path)).json()["items"] == []


async def test_a_hidden_figure_is_refused_in_the_words_for_one_that_is_not_there(clients: Clients) -> None:
    await tell(clients["fife"], CLAIM)
    there, not_there = ONE, ONE.replace("2025-Q1", "2025-Q2")
    for method, path, body in (
        ("GET", "", None),
        ("GET", "?as_at=2026-01-01", None),
        ("PUT", "/visibility", {"visibility": "public"}),
        ("POST", "/withdraw", {"by_role": "sponsor", "reason": "r"}),
    ):
        answers = [
            await clients["angus"].request(method, where + path, json=body, headers={"If-Match": '"1"'})
            for where in (there, not_there)
        ]
        assert answers[0].status_code == answers[1].status_code >= 400
        said = [answer.text.replace("2025-Q2", "2025-Q1") for answer in answers]
        assert without_ids(said[0]) == without_ids(said[1])
        assert answers[0].headers.get("etag") is None
    etag = await clients["angus"].get(there, headers={"If-None-Match": '"1"'})
    assert etag.status_code == 404


def without_ids(text: str) -> Any:
    return {name: value for name, value in json.loads(text).items() if name not in {"instance", "correlation"}}


async def test_totals_are_of_five_councils_or_of_ones_own_and_a_claim_is_counted_once(clients: Clients) -> None:
    for council in COUNCILS[:4]:
        await tell(clients[council], CLAIM | {"council": council, "value": 10.1})
        await shown(clients[council], "programme", ONE.replace("fife", council))

    async def claimed(name: str) -> tuple[Any, ...]:
        (of,) = (await clients[name].get(f"{API}/benefits/totals?type=quantitative&period=2025")).json()["totals"]
        assert (of["type"], of["unit"]) == ("quantitative", "hours")
        (stage,) = [one for one in of["stages"] if one["stage"] == "claimed"]
        return stage["value"], stage["withheld"], stage["councils"], stage["verified_instead"]

    assert await claimed("office") == (None, "too few to show", 4, 0)
    await tell(clients["stirling"], CLAIM | {"council": "stirling", "value": 10.1})
    assert await claimed("office") == (50.5, None, 5, 0)
    assert await claimed("stirling") == (50.5, None, 5, 0)
    assert await claimed("fife") == (None, "too few to show", 4, 0)
    await tell(clients["fife"], VERIFIED | {"value": 10.1})
    assert await claimed("office") == (None, "too few to show", 4, 1)
    # who does not see that it was verified sees the claim
    assert await claimed("angus") == (None, "too few to show", 4, 0)
    assert await claimed("stirling") == (50.5, None, 5, 0)
    for council in COUNCILS[:4]:
        await shown(clients[council], "own", ONE.replace("fife", council))
    assert await claimed("stirling") == (10.1, None, 1, 0)
    assert (await clients["na-h-eileanan-siar"].get(f"{API}/benefits/totals")).json()["totals"] == []


async def test_pages_end_where_the_figures_end_that_the_asker_sees(clients: Clients) -> None:
    for period in ("2025-01", "2025-02", "2025-03"):
        await tell(clients["fife"], CLAIM | {"period": period})
    await shown(clients["fife"], "programme", ONE.replace("2025-Q1", "2025-01"))
    page = (await clients["angus"].get(f"{API}/benefits?limit=1")).json()
    assert ([one["period"] for one in page["items"]], page["next"]) == (["2025-01"], None)
    await shown(clients["fife"], "programme", ONE.replace("2025-Q1", "2025-03"))
    page = (await clients["angus"].get(f"{API}/benefits?limit=1")).json()
    rest = (await clients["angus"].get(page["next"])).json()
    assert ([one["period"] for one in rest["items"]], rest["next"]) == (["2025-03"], None)
