"""Contacts: everything held is told to the person, whoever is erased is gone, and what is not needed any more goes."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.support.people import API, EWAN, ISLA, assign, shown
from tests.support.waiting import eventually
from tests.support.world import Running

TODAY = datetime.now(UTC).date()
SCOPES = ("programme:read", "roles:read", "roles:write")
Json = dict[str, Any]
CLOCK_MOVABLE = True


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


async def exported(client: httpx.AsyncClient, email: str = ISLA["email"]) -> list[Json]:
    answer = await client.post(f"{API}/roles/exports", json={"email": email}, headers={"Idempotency-Key": "once"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), answer.text
    found: list[Json] = answer.json()["contacts"]
    return found


async def erased(client: httpx.AsyncClient, status: int = 200, **said: Any) -> Json:
    body = {"reason": "asked-by-the-person"} | said
    answer = await client.post(f"{API}/roles/erasures", json=body, headers={"Idempotency-Key": "once"})
    assert answer.status_code == status, answer.text
    found: Json = answer.json()
    return found


async def told(councils: Running, name: str) -> list[Json]:
    rows = await councils.sql(
        "SELECT payload FROM outbox_event WHERE event_type LIKE $1 ORDER BY position", f"%.{name}.%"
    )
    return [json.loads(row["payload"]) for row in rows]


async def moved(office: httpx.AsyncClient, days: int) -> None:
    body = {"today": (TODAY + timedelta(days=days)).isoformat()}
    assert (await office.post(f"{API}/operations/councils/clock", json=body)).status_code == 200


async def test_a_person_is_told_everything_that_is_held_and_whom_it_was_shown_to(
    fife: httpx.AsyncClient, office: httpx.AsyncClient
) -> None:
    await assign(fife, "fife", "sponsor", holder=ISLA, deputy=EWAN, purpose="security-incidents")
    await assign(fife, "fife", "project-lead", holder=EWAN, deputy=ISLA)
    await assign(office, "angus", "sponsor", holder=ISLA, retention_days=30)
    await shown(office, "fife", "sponsor", purpose="audit")
    (mine,) = await exported(fife)
    assert {name: mine[name] for name in ISLA} == ISLA
    assert (mine["council"], mine["retention_days"], mine["expires_on"]) == ("fife", 365, None)
    assert [(one["role"], one["place"], one["purpose"]) for one in mine["roles"]] == [
        ("project-lead", "deputy", "role-duties"),
        ("sponsor", "holder", "security-incidents"),
    ]
    assert [(one["recipient"], one["purpose"], one["role"], one["fields"]) for one in mine["disclosures"]] == [
        ("client:digital-office", "audit", "sponsor", ["name", "email", "phone"]),
        ("client:fife-systems", "subject-access", None, ["name", "email", "phone"]),
    ]
    assert EWAN["email"] not in json.dumps(mine)
    assert [one["council"] for one in await exported(office, " ISLA.invented@FIFE.example ")] == ["angus", "fife"]
    assert await exported(fife, "nobody@fife.example") == []


async def test_who_is_erased_leaves_the_roles_and_everybody_who_was_sent_the_data_is_named(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    held = await assign(fife, "fife", "sponsor", holder=ISLA, deputy=EWAN)
    await assign(fife, "fife", "project-lead", holder=EWAN, deputy=ISLA)
    ahead = (TODAY + timedelta(days=10)).isoformat()
    await assign(fife, "fife", "benefits-owner", holder=ISLA, starts=ahead)
    await shown(office, "fife", "sponsor")
    await shown(fife, "fife", "sponsor")
    (gone,) = (await erased(fife, email=ISLA["email"]))["erased"]
    assert [(one["role"], one["place"]) for one in gone["roles"]] == [
        ("benefits-owner", "holder"),
        ("project-lead", "deputy"),
        ("sponsor", "holder"),
    ]
    assert [one["recipient"] for one in gone["told"]] == ["client:digital-office", "client:fife-systems"]
    (event,) = await told(councils, "contact-erased")
    today = TODAY.isoformat()
    sent = {"times": 1, "first": today, "last": today}
    assert event == {
        "council": "fife",
        "person": held["holder"]["person"],
        "because": "asked-by-the-person",
        "roles": [{"role": one["role"], "place": one["place"]} for one in gone["roles"]],
        "told": [
            {"recipient": "client:digital-office", **sent},
            {"recipient": "client:fife-systems", **sent},
        ],
        "effective": today,
    }
    vacated = {one["role"]: one["effective"] for one in await told(councils, "role-vacated")}
    assert vacated == {"benefits-owner": ahead, "sponsor": today}
    sponsor = await shown(fife, "fife", "sponsor")
    assert (sponsor["holder"], sponsor["reached"]) == (None, sponsor["deputy"]["person"])
    assert (await shown(fife, "fife", "project-lead"))["gaps"] == ["no-deputy"]
    assert (await shown(fife, "fife", "benefits-owner", as_at=ahead))["holder"] is None
    listed = (await office.get(f"{API}/roles/erasures")).json()["items"]
    assert [(one["person"], one["because"], len(one["told"])) for one in listed] == [
        (held["holder"]["person"], "asked-by-the-person", 2)
    ]


async def test_to_erase_twice_or_nobody_or_another_councils_contact_is_refused(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    there = await assign(office, "angus", "sponsor", holder=ISLA)
    person = there["holder"]["person"]
    assert (await erased(fife, 404, email=ISLA["email"]))["code"] == "nothing-held"
    assert (await erased(fife, 404, person=person))["code"] == "nothing-held"
    assert await exported(fife) == []
    assert len((await erased(office, person=person))["erased"]) == 1
    assert (await erased(office, 409, person=person))["code"] == "erased-already"
    assert (await erased(office, 404, email=ISLA["email"]))["code"] == "nothing-held"
    for said in (
        {},
        {"email": ISLA["email"], "person": person},
        {"email": "x"},
        {"email": EWAN["email"], "reason": "x"},
    ):
        assert (await erased(office, 422, **said))["code"] == "invalid"
    assert (await fife.get(f"{API}/roles/erasures")).json()["items"] == []
    async with councils.client("roles:read", "programme:read") as reader:
        assert (await erased(reader, 403, email=ISLA["email"]))["code"] == "scope-missing"
    async with councils.client("roles:write", "programme:read") as writer:
        answer = await writer.post(f"{API}/roles/exports", json={"email": ISLA["email"]})
        assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")


async def test_who_was_erased_may_come_back_as_somebody_new(fife: httpx.AsyncClient) -> None:
    before = await assign(fife, "fife", "sponsor", holder=ISLA)
    await erased(fife, email=ISLA["email"])
    after = await assign(fife, "fife", "sponsor", holder=ISLA)
    assert before["holder"]["person"] != after["holder"]["person"]
    past = (await shown(fife, "fife", "sponsor"))["history"][0]
    assert past["holder"] == before["holder"]["person"]


async def test_a_contact_is_erased_by_itself_when_it_is_needed_no_more(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    last = (TODAY + timedelta(days=3)).isoformat()
    held = await assign(fife, "fife", "sponsor", holder=ISLA, deputy=EWAN, ends=last, retention_days=10)
    (contact,) = await exported(fife)
    assert contact["expires_on"] == (TODAY + timedelta(days=13)).isoformat()
    await moved(office, 13)
    assert len(await exported(fife)) == 1
    await moved(office, 14)

    async def gone() -> None:
        assert await exported(fife) == []

    await eventually(gone)
    (event,) = await told(councils, "contact-erased")
    assert (event["person"], event["because"], event["roles"]) == (held["holder"]["person"], "retention-over", [])
    assert event["effective"] == (TODAY + timedelta(days=14)).isoformat()
    assert [one["recipient"] for one in event["told"]] == ["client:fife-systems"]
    assert len(await exported(fife, EWAN["email"])) == 1, "the deputy is in the role still"


async def test_a_contact_that_is_in_a_role_again_is_kept(fife: httpx.AsyncClient, office: httpx.AsyncClient) -> None:
    await assign(fife, "fife", "sponsor", holder=ISLA, ends=TODAY.isoformat(), retention_days=10)
    await assign(fife, "fife", "project-lead", holder=ISLA, retention_days=10)
    await moved(office, 40)
    (contact,) = await exported(fife)
    assert contact["expires_on"] is None
    await assign(fife, "fife", "project-lead", holder=None)
    (contact,) = await exported(fife)
    assert contact["expires_on"] == (TODAY + timedelta(days=49)).isoformat()


async def test_what_is_shown_at_the_moment_of_the_erasing_is_named_or_not_shown(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    await assign(fife, "fife", "sponsor", holder=ISLA)
    path = f"{API}/roles/fife/sponsor"
    looks = [asyncio.create_task(office.get(path, params={"purpose": "audit"})) for _ in range(20)]
    gone = await erased(fife, email=ISLA["email"])
    answers = await asyncio.gather(*looks)
    seen = sum(ISLA["email"] in answer.text for answer in answers)
    assert all(answer.status_code == 200 for answer in answers)
    (one,) = gone["erased"]
    assert len(one["told"]) == seen
    assert (await told(councils, "contact-erased"))[0]["told"] == [] or seen


async def test_two_who_name_the_same_person_at_once_keep_one_contact(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    roles = ("sponsor", "project-lead", "benefits-owner", "security-contact", "council-digital-lead")
    people = [(ISLA, EWAN), (EWAN, ISLA)] * 3
    await asyncio.gather(
        *(
            assign(fife, "fife", role, holder=holder, deputy=deputy)
            for role, (holder, deputy) in zip(roles, people, strict=False)
        ),
        *(fife.get(f"{API}/roles/fife/{role}") for role in roles * 3),
    )
    assert len(await councils.sql("SELECT 1 FROM contact")) == 2


async def test_an_erased_row_holds_nothing_and_the_database_sees_to_it(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    await assign(fife, "fife", "sponsor", holder=ISLA)
    await erased(fife, email=ISLA["email"])
    (row,) = await councils.sql("SELECT name, email, phone, erased_on FROM contact")
    assert tuple(row) == (None, None, None, TODAY)
    with pytest.raises(Exception, match="contact_whole_or_erased"):
        await councils.sql("UPDATE contact SET phone = '1'")
