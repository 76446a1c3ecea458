"""Councils by slug and by any code, and the codes that follow a moved boundary."""

import asyncio
import json

import httpx

from tests.support.world import Running, World

API = "/api/v1"
FIFE = {
    "slug": "fife",
    "name": "Fife Council",
    "gss_code": "S12000047",
    "former_gss_codes": ["S12000015"],
    "population": 374130,
    "population_year": 2020,
    "website": "https://www.fife.gov.uk/",
}


async def told(world: World, name: str, count: int = 1) -> list[dict[str, object]]:
    """Return what events of one name say, once there are `count` of them."""
    total = 0
    while True:
        messages = await world.heard("COUNCILS", total + 1)
        found = [json.loads(one.data) for one in messages if f".{name}." in one.subject]
        if len(found) >= count:
            return found
        total = len(messages)


async def test_a_registered_council_is_told_on_the_stream(councils: Running, world: World) -> None:
    async with councils.client() as client:
        answer = await client.post(f"{API}/councils", json=FIFE)
        assert answer.status_code == 201, answer.text
        assert answer.headers["location"] == f"{API}/councils/fife"
        assert answer.headers["etag"] == '"1"'
        assert (await client.get(f"{API}/councils/fife")).json() == answer.json()
    (event,) = await told(world, "registered")
    assert event["gss_code"] == "S12000047"
    assert event["former_gss_codes"] == ["S12000015"]


async def test_a_council_is_found_by_its_slug_and_by_any_code_it_has_or_had(office: httpx.AsyncClient) -> None:
    for asked, asked_for, retired in (
        ("fife", None, False),
        ("S12000047", "S12000047", False),
        ("S12000015", "S12000015", True),
        ("s12000015", "S12000015", True),
    ):
        found = (await office.get(f"{API}/councils/{asked}")).json()
        assert (found["slug"], found["gss_code"], found["former_gss_codes"]) == ("fife", "S12000047", ["S12000015"])
        assert (found["asked_for"], found["retired"]) == (asked_for, retired), asked


async def test_an_unknown_council_is_refused_by_name(office: httpx.AsyncClient) -> None:
    for asked, says in (
        ("S12000099", "No council has or had the code S12000099"),
        ("atlantis", "There is no council 'atlantis'"),
    ):
        answer = await office.get(f"{API}/councils/{asked}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert says in answer.json()["detail"]


async def test_a_replaced_code_stays_with_its_council_and_has_dates(office: httpx.AsyncClient, world: World) -> None:
    answer = await office.post(f"{API}/councils/S12000047/codes", json={"gss_code": "S12000099", "from": "2026-04"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["gss_code"] == "S12000099"
    assert answer.json()["former_gss_codes"] == ["S12000015", "S12000047"]
    assert [(one["gss_code"], one["from"], one["to"]) for one in answer.json()["codes"]] == [
        ("S12000015", None, None),
        ("S12000047", None, "2026-04"),
        ("S12000099", "2026-04", None),
    ]
    asked = (await office.get(f"{API}/councils/S12000047")).json()
    assert (asked["slug"], asked["retired"]) == ("fife", True)
    (event,) = await told(world, "code-replaced")
    assert event == {
        "council": "fife",
        "retired_gss_code": "S12000047",
        "gss_code": "S12000099",
        "effective": "2026-04",
    }

    again = await office.post(f"{API}/councils/angus/codes", json={"gss_code": "S12000047", "from": "2026-05"})
    assert again.status_code == 409
    assert "belonged to 'fife'" in again.json()["detail"]


async def test_a_council_is_found_by_three_letters_in_any_case_and_by_no_others(
    office: httpx.AsyncClient, world: World
) -> None:
    fife = f"{API}/councils/fife"
    named = await office.patch(fife, json={"code3": "fif"}, headers={"If-Match": '"1"'})
    assert (named.status_code, named.json()["code3"]) == (200, "FIF"), named.text
    for asked in ("FIF", "fif", "Fif"):
        found = (await office.get(f"{API}/councils/{asked}")).json()
        assert (found["slug"], found["asked_for"], found["retired"]) == ("fife", "FIF", False)
        assert (await office.get(f"{API}/memberships/{asked}")).json()["council"] == "fife"
        assert (await office.get(f"{API}/adoptions?council={asked}")).status_code == 200
    (event,) = await told(world, "details-changed")
    assert (event["code3"], event["name"]) == ("FIF", "Fife Council")

    taken = await office.patch(f"{API}/councils/angus", json={"code3": "FIF"}, headers={"If-Match": '"1"'})
    assert (taken.status_code, taken.json()["code"]) == (409, "code-taken")
    slug = {"slug": "fif", "name": "N", "gss_code": "S12000098"}
    assert (await office.post(f"{API}/councils", json=slug)).json()["code"] == "code-taken"
    other = await office.patch(fife, json={"code3": "FFE"}, headers={"If-Match": '"2"'})
    assert other.json()["code3"] == "FFE"
    assert (await office.get(f"{API}/councils/FIF")).status_code == 404


async def test_the_code_that_a_council_had_on_a_day_is_told_beside_the_live_one(office: httpx.AsyncClient) -> None:
    for council, code, before in (("na-h-eileanan-siar", "S12000098", "S12000013"), ("fife", "S12000099", None)):
        wish = {"gss_code": code, "from": "2026-04-01"}
        assert (await office.post(f"{API}/councils/{council}/codes", json=wish)).status_code == 201
        # when the one before began at fife, after another, no source says
        for day, then in {"2026-03-31": before, "2026-04-01": code}.items():
            found = (await office.get(f"{API}/councils/{council}?as_at={day}")).json()
            assert (found["as_at"], found["gss_code"], found["gss_code_then"]) == (day, code, then)


async def test_two_requests_at_once_give_a_code_to_one_council_only(councils: Running) -> None:
    async with councils.client() as client:
        wishes = [{"slug": f"council-{number}", "name": "A council", "gss_code": "S12000001"} for number in range(4)]
        answers = await asyncio.gather(*(client.post(f"{API}/councils", json=wish) for wish in wishes))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        assert len((await client.get(f"{API}/councils")).json()["items"]) == 1


async def test_details_change_on_the_version_that_was_read(office: httpx.AsyncClient, world: World) -> None:
    fife = f"{API}/councils/fife"
    assert (await office.patch(fife, json={"population": 1})).status_code == 428
    assert (await office.patch(fife, json={"population": 1}, headers={"If-Match": '"7"'})).status_code == 412

    changed = await office.patch(
        fife, json={"population": 371910, "population_year": 2022}, headers={"If-Match": '"1"'}
    )
    assert changed.status_code == 200, changed.text
    assert changed.headers["etag"] == '"2"'
    assert (changed.json()["name"], changed.json()["population"]) == ("Fife Council", 371910)

    cleared = await office.patch(fife, json={"population": None}, headers={"If-Match": '"2"'})
    assert (cleared.json()["population"], cleared.json()["population_year"]) == (None, 2022)
    events = await told(world, "details-changed", 2)
    assert [event["population"] for event in events] == [371910, None]

    unnamed = await office.patch(fife, json={"name": None}, headers={"If-Match": '"3"'})
    assert unnamed.status_code == 422
    assert "a council has a name" in unnamed.json()["detail"]


async def test_a_change_that_changes_nothing_is_no_event(office: httpx.AsyncClient) -> None:
    same = await office.patch(f"{API}/councils/fife", json={"name": "Fife Council"}, headers={"If-Match": '"1"'})
    assert same.status_code == 200
    assert same.headers["etag"] == '"1"'


async def test_councils_are_listed_page_by_page(office: httpx.AsyncClient) -> None:
    first = (await office.get(f"{API}/councils?limit=2")).json()
    assert [one["slug"] for one in first["items"]] == ["angus", "fife"]
    rest = (await office.get(first["next"])).json()
    assert [one["name"] for one in rest["items"]] == ["Comhairle nan Eilean Siar"]
    assert rest["next"] is None


async def test_a_repeated_registration_is_answered_as_the_first_was(councils: Running) -> None:
    async with councils.client() as client:
        headers = {"Idempotency-Key": "load-fife"}
        first = await client.post(f"{API}/councils", json=FIFE, headers=headers)
        again = await client.post(f"{API}/councils", json=FIFE, headers=headers)
        assert (again.status_code, again.json()) == (201, first.json())
        assert again.headers["idempotency-replayed"] == "true"
        without = await client.post(f"{API}/councils", json=FIFE)
        assert without.status_code == 409
        assert without.json()["code"] == "exists-already"


async def test_the_register_is_changed_only_with_its_scope(councils: Running) -> None:
    async with councils.client("programme:read", "adoptions:write", council="fife") as client:
        answer = await client.post(f"{API}/councils", json=FIFE)
        assert answer.status_code == 403
        assert answer.json()["code"] == "scope-missing"
