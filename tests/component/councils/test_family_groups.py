"""Family groups: empty until somebody loads them, as at any day, and put right for a reason."""

import json
from datetime import date

import httpx

from services.councils import reads
from tests.support.world import Running, World

API = "/api/v1"
GROUPS = f"{API}/councils/family-groups"
GROUP: dict[str, object] = {"key": "rural-one", "name": "Rural, first", "source": "https://example.org/groups"}


async def made(office: httpx.AsyncClient) -> None:
    answer = await office.post(GROUPS, json=GROUP)
    assert answer.status_code == 201, answer.text
    for council, since in (("angus", "2018-04"), ("S12000015", "2018-04-01")):
        put = await office.post(f"{GROUPS}/rural-one/councils", json={"council": council, "from": since})
        assert put.status_code == 201, put.text


async def members(office: httpx.AsyncClient, day: str) -> list[str]:
    group = (await office.get(f"{GROUPS}/rural-one?as_at={day}")).json()
    return [one["council"] for one in group["councils"]]


async def test_none_is_there_until_somebody_loads_one(office: httpx.AsyncClient) -> None:
    assert (await office.get(GROUPS)).json() == {"items": [], "next": None}
    assert (await office.get(f"{GROUPS}/rural-one")).status_code == 404


async def test_a_council_is_in_a_group_from_a_day_until_another(
    office: httpx.AsyncClient, councils: Running, world: World
) -> None:
    await made(office)
    out = await office.post(f"{GROUPS}/rural-one/councils/fife/end", json={"from": "2021-04-01"})
    assert out.status_code == 200, out.text
    assert await members(office, "2018-04-01") == ["fife"]
    assert await members(office, "2018-04-30") == ["angus", "fife"]
    assert await members(office, "2021-04-01") == ["angus"]
    (listed,) = (await office.get(f"{GROUPS}?as_at=2019")).json()["items"]
    assert (listed["key"], listed["as_at"], [one["council"] for one in listed["councils"]]) == (
        "rural-one",
        "2019-12-31",
        ["angus", "fife"],
    )
    async with councils.app.state.database.reading() as session:
        assert await reads.family_groups.of(session, "fife", date(2019, 1, 1)) == {"rural-one"}
        assert await reads.family_groups.of(session, "fife", date(2021, 4, 1)) == set()

    said = [one for one in await world.heard("COUNCILS", 10) if ".family-group-" in one.subject]
    assert [(one.subject.split(".")[2], one.headers["ce-sequence"]) for one in said] == [
        ("family-group-registered", "1"),
        ("family-group-council-added", "2"),
        ("family-group-council-added", "3"),
        ("family-group-council-removed", "4"),
    ]
    assert json.loads(said[-1].data)["effective"] == "2021-04-01"


async def test_what_was_told_wrongly_is_put_right_and_stays_in_the_history(office: httpx.AsyncClient) -> None:
    await made(office)
    facts = [
        {"corrects": 2, "council": "ANGUS", "standing": "never"},
        {"corrects": 3, "council": "fife", "standing": "in", "from": "2017"},
    ]
    wrong = await office.post(f"{GROUPS}/rural-one/corrections", json={"facts": facts[:1], "reason": "Read wrongly"})
    assert (wrong.status_code, wrong.json()["code"]) == (404, "not-found"), "nobody is called ANGUS"
    facts[0]["council"] = "S12000041"
    right = await office.post(f"{GROUPS}/rural-one/corrections", json={"facts": facts, "reason": "Read wrongly"})
    assert right.status_code == 201, right.text
    assert await members(office, "2017-12-31") == ["fife"]
    assert await members(office, "2020") == ["fife"]
    assert [(one["number"], one["standing"], one["corrected_by"]) for one in right.json()["history"]] == [
        (2, "in", 4),
        (3, "in", 5),
        (4, "never", None),
        (5, "in", None),
    ]


async def test_what_cannot_be_is_refused(office: httpx.AsyncClient) -> None:
    await made(office)

    async def refusal(path: str, wish: dict[str, object]) -> tuple[int, str]:
        answer = await office.post(f"{GROUPS}{path}", json=wish)
        return answer.status_code, answer.json()["code"]

    assert await refusal("", GROUP) == (409, "exists-already")
    assert await refusal("/rural-one/councils", {"council": "fife", "from": "2019"}) == (409, "in-group-already")
    assert await refusal("/rural-one/councils/na-h-eileanan-siar/end", {"from": "2019"}) == (409, "not-in-group")
    assert await refusal("/rural-one/councils/fife/end", {"from": "2017"}) == (422, "dates-out-of-order")
    assert await refusal("/unheard-of/councils", {"council": "fife", "from": "2019"}) == (404, "not-found")
    correction: dict[str, object] = {"facts": [{"corrects": 2, "council": "fife", "standing": "never"}], "reason": "r"}
    assert await refusal("/rural-one/corrections", correction) == (422, "unknown-fact")


async def test_no_council_can_be_called_what_an_address_means_otherwise(office: httpx.AsyncClient) -> None:
    council = {"slug": "family-groups", "name": "N", "gss_code": "S12000099"}
    assert (await office.post(f"{API}/councils", json=council)).status_code == 422
