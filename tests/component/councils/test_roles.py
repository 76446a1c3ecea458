"""Roles over HTTP: who holds them from when to when, who may say and see it, and where somebody is missing."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.support.people import API, EWAN, ISLA, MORAG, assign, shown
from tests.support.waiting import eventually
from tests.support.world import Running

TODAY = datetime.now(UTC).date()
SCOPES = ("programme:read", "roles:read", "roles:write")
CLOCK_MOVABLE = True


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


async def told(councils: Running, name: str) -> list[dict[str, Any]]:
    rows = await councils.sql(
        "SELECT payload FROM outbox_event WHERE event_type LIKE $1 ORDER BY position", f"%.{name}.%"
    )
    return [json.loads(row["payload"]) for row in rows]


async def refused(
    client: httpx.AsyncClient, path: str, status: int, code: str, said: dict[str, Any] | None = None
) -> str:
    if said is None:
        answer = await client.get(f"{API}{path}")
    else:
        answer = await client.put(f"{API}{path}", json=said, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    return str(answer.json()["detail"])


async def test_the_roles_are_listed_with_what_they_do_and_whose_they_are(fife: httpx.AsyncClient) -> None:
    listed = {one["role"]: one for one in (await fife.get(f"{API}/roles")).json()["items"]}
    assert listed["security-contact"]["held_for"] == "council"
    assert {role for role, one in listed.items() if one["held_for"] == "programme"} == {
        "delivery-board",
        "digital-office",
    }
    assert all(one["name"] and one["description"] for one in listed.values())


async def test_a_council_names_a_holder_and_a_deputy_and_a_reader_sees_how_they_are_reached(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    nobody = await shown(fife, "fife", "sponsor")
    assert (nobody["version"], nobody["holder"], nobody["gaps"]) == (0, None, ["no-holder", "no-deputy"])
    made = await assign(fife, "S12000047", "sponsor", if_match='"0"', holder=ISLA, deputy=EWAN, ends=day(90))
    assert (made["version"], made["council"], made["since"], made["ends"]) == (1, "fife", day(0), day(90))
    assert made["holder"] == {**dict.fromkeys(("name", "email", "phone")), "person": made["reached"], "erased": False}
    found = await shown(fife, "fife", "sponsor")
    assert found["holder"] | ISLA == found["holder"]
    assert (found["deputy"]["email"], found["deputy"]["phone"]) == (EWAN["email"], None)
    assert (found["gaps"], found["purpose"]) == ([], "role-duties")
    (event,) = await told(councils, "role-assigned")
    assert event == {
        "council": "fife",
        "role": "sponsor",
        "holder": found["holder"]["person"],
        "deputy": found["deputy"]["person"],
        "effective": day(0),
        "ends": day(90),
        "away_until": None,
        "correction": None,
    }


async def test_a_person_is_one_contact_in_a_council_however_many_roles_there_are(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    first = await assign(fife, "fife", "sponsor", holder=ISLA)
    again = ISLA | {"email": " Isla.INVENTED@fife.example ", "name": "Isla Invented-Elsewhere", "phone": None}
    second = await assign(fife, "fife", "benefits-owner", holder=EWAN, deputy=again)
    assert first["holder"]["person"] == second["deputy"]["person"]
    assert (await shown(fife, "fife", "sponsor"))["holder"]["name"] == "Isla Invented-Elsewhere"
    elsewhere = await assign(office, "angus", "sponsor", holder=ISLA)
    assert elsewhere["holder"]["person"] != first["holder"]["person"], "another council keeps its own"
    assert (await shown(fife, "fife", "sponsor"))["holder"]["phone"] is None
    assert len(await councils.sql("SELECT 1 FROM contact")) == 3


async def test_a_change_says_which_version_it_is_meant_for(fife: httpx.AsyncClient) -> None:
    body = {"holder": ISLA}
    path = f"{API}/roles/fife/sponsor"
    assert (await fife.put(path, json=body)).json()["code"] == "if-match-required"
    assert (await fife.put(path, json=body, headers={"If-Match": '"0"'})).status_code == 200
    late = await fife.put(path, json=body | {"deputy": EWAN}, headers={"If-Match": '"0"'})
    assert (late.status_code, late.json()["code"]) == (412, "changed-meanwhile")
    assert (await fife.get(path)).headers["etag"] == '"1"'


async def test_who_held_a_role_is_told_as_at_any_day(fife: httpx.AsyncClient, councils: Running) -> None:
    await assign(fife, "fife", "sponsor", holder=ISLA, starts="2020-01-01", ends="2020-06-30", retention_days=3650)
    await assign(fife, "fife", "sponsor", holder=EWAN, starts="2020-09-01", retention_days=3650)
    await assign(fife, "fife", "sponsor", holder=None, starts="2021-01-01")
    by_day = {
        "2019-12-31": (None, ["no-holder", "no-deputy"]),
        "2020-01-01": (ISLA["email"], ["no-deputy"]),
        "2020-06-30": (ISLA["email"], ["ending", "no-deputy"]),
        "2020-07-01": (None, ["ended", "no-deputy"]),
        "2020-12-31": (EWAN["email"], ["no-deputy"]),
        "2021-01-01": (None, ["no-holder", "no-deputy"]),
    }
    for at, (email, gaps) in by_day.items():
        found = await shown(fife, "fife", "sponsor", as_at=at)
        assert ((found["holder"] or {}).get("email"), found["gaps"]) == (email, gaps), at
        assert all(one["effective"] <= at for one in found["history"])
    vacated = sorted((one["effective"], one["because"]) for one in await told(councils, "role-vacated"))
    assert vacated == [("2020-07-01", "term-ended"), ("2021-01-01", "given-up")]


async def test_the_past_is_corrected_by_a_new_fact_with_a_reason(fife: httpx.AsyncClient) -> None:
    await assign(fife, "fife", "sponsor", holder=ISLA, starts="2020-01-01")
    late: dict[str, Any] = {"holder": EWAN, "starts": "2019-06-01", "retention_days": 3650}
    assert "told-late" in await refused(fife, "/roles/fife/sponsor", 422, "reason-missing", late)
    await assign(fife, "fife", "sponsor", **late, correction="told-late")
    assert (await shown(fife, "fife", "sponsor", as_at="2019-12-31"))["holder"]["email"] == EWAN["email"]
    found = await shown(fife, "fife", "sponsor")
    assert found["holder"]["email"] == ISLA["email"]
    assert [one["correction"] for one in found["history"]] == [None, "told-late"]


async def test_a_last_day_is_announced_and_then_told_on_the_day_after_it(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    await assign(fife, "fife", "sponsor", holder=ISLA, deputy=EWAN, ends=day(40))
    await assign(fife, "fife", "project-lead", holder=ISLA, ends=day(40))
    await assign(fife, "fife", "project-lead", holder=EWAN, starts=day(41))
    clock = f"{API}/operations/councils/clock"
    assert (await office.post(clock, json={"today": day(10)})).status_code == 200

    async def said(name: str, *wanted: tuple[str, str]) -> None:
        assert [(one["role"], one["effective"]) for one in await told(councils, name)] == list(wanted)

    await eventually(lambda: said("role-end-announced", ("sponsor", day(10))))
    assert (await shown(fife, "fife", "sponsor"))["gaps"] == ["ending"]
    await said("role-vacated")
    assert (await office.post(clock, json={"today": day(41)})).status_code == 200
    await eventually(lambda: said("role-vacated", ("sponsor", day(41))))
    found = await shown(fife, "fife", "sponsor")
    assert (found["holder"], found["gaps"]) == (None, ["ended"])
    assert found["reached"] == found["deputy"]["person"]
    assert (await shown(fife, "fife", "project-lead"))["holder"]["email"] == EWAN["email"]


async def test_a_deputy_stands_in_while_the_holder_is_away(fife: httpx.AsyncClient) -> None:
    found = await assign(fife, "fife", "sponsor", holder=ISLA, deputy=EWAN, away_until=day(3))
    assert found["reached"] == found["deputy"]["person"]
    assert (await shown(fife, "fife", "sponsor", as_at=day(4)))["reached"] == found["holder"]["person"]


async def test_a_council_sees_its_own_gaps_and_the_office_all_with_counts(
    fife: httpx.AsyncClient, office: httpx.AsyncClient
) -> None:
    await assign(fife, "fife", "sponsor", holder=ISLA, deputy=EWAN)
    await assign(fife, "fife", "project-lead", holder=ISLA, deputy=EWAN, ends=day(20))
    mine = (await fife.get(f"{API}/councils/roles/gaps")).json()
    assert {one["council"] for one in mine["items"]} == {"fife"}
    assert mine["counts"] == {
        "roles": 5,
        "with_gap": 4,
        "gaps": {"no-holder": 3, "ended": 0, "ending": 1, "no-deputy": 3},
    }
    assert (await fife.get(f"{API}/councils/roles/gaps?within_days=19")).json()["counts"]["gaps"]["ending"] == 0
    ahead = (await fife.get(f"{API}/councils/roles/gaps?as_at={day(21)}")).json()
    assert ahead["counts"]["gaps"]["ended"] == 1
    assert not any(word in json.dumps(mine) for word in ("Isla", "@", "592"))
    every = (await office.get(f"{API}/councils/roles/gaps?limit=7")).json()
    assert every["counts"]["roles"] == 3 * 5 + 2
    rest = (await office.get(every["next"])).json()
    seen = [(one["council"], one["role"]) for page in (every, rest) for one in page["items"]]
    third = (await office.get(rest["next"])).json()
    seen += [(one["council"], one["role"]) for one in third["items"]]
    assert (len(seen), seen, third["next"]) == (16, sorted(set(seen)), None)
    ending = (await office.get(f"{API}/councils/roles/gaps?gap=ending")).json()["items"]
    assert [(one["role"], one["ends"]) for one in ending] == [("project-lead", day(20))]
    only = (await office.get(f"{API}/councils/roles/gaps?council=programme&role=digital-office")).json()
    assert [one["href"] for one in only["items"]] == [f"{API}/roles/programme/digital-office"]


async def test_a_council_keeps_to_its_own_roles_and_the_office_may_all(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    await assign(office, "angus", "sponsor", holder=ISLA)
    await assign(office, "programme", "delivery-board", holder=MORAG)
    for path in ("/roles/angus/sponsor", "/roles/programme/delivery-board"):
        await refused(fife, path, 403, "another-council")
        await refused(fife, path, 403, "another-council", {"holder": EWAN})
    await refused(fife, "/councils/roles/gaps?council=angus", 403, "another-council")
    assert (await shown(office, "programme", "delivery-board"))["holder"]["name"] == MORAG["name"]
    for scopes, path, said in (
        (("programme:read",), "/roles/fife/sponsor", None),
        (("roles:read",), "/roles/fife/sponsor", {"holder": EWAN}),
        (("roles:write",), "/roles/fife/sponsor", None),
    ):
        async with councils.client(*scopes, council="fife", client="fife-other") as less:
            await refused(less, path, 403, "scope-missing", said)


async def test_who_holds_a_role_already_is_not_told_again(fife: httpx.AsyncClient) -> None:
    await assign(fife, "fife", "sponsor", holder=ISLA)
    await refused(fife, "/roles/fife/sponsor", 409, "no-change", {"holder": ISLA})
