"""One event tells one fact: by any road it is the same fact, and what a person set is not overwritten."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.component.councils.test_adoption_lines import closed, lines
from tests.support.reporting import SCOPES, done, events, sent, submitted
from tests.support.world import Running, World

API = "/api/v1"
BASE = f"{API}/councils"
TYPE = "council.capacity-reported.v1"
FACT: dict[str, Any] = {"month": "2030-01", "role": "sponsor", "days": 2}
FILE = "month,role,days\n2030-01,sponsor,2\n"


@pytest.fixture
async def fife(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife's own system."""
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


async def by_hand(client: httpx.AsyncClient, days: float, month: str = "2030-01") -> None:
    told = {"role": "sponsor", "days": days}
    answer = await client.put(f"{API}/commitments/capacity/fife/{month}", json=told, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def outcome(client: httpx.AsyncClient, data: dict[str, Any], **more: Any) -> str:
    answer = await submitted(client, TYPE, data, **more)
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["outcome"]
    return found


async def days(client: httpx.AsyncClient, month: str = "2030-01") -> list[float]:
    given = (await client.get(f"{API}/commitments/capacity/fife/{month}")).json()["given"]
    return [one["days"] for one in given]


@pytest.mark.parametrize("first", ["hand", "event", "file"])
async def test_the_same_fact_by_three_roads_is_one_fact(fife: httpx.AsyncClient, councils: Running, first: str) -> None:
    roads: dict[str, Callable[[], Awaitable[object]]] = {
        "hand": lambda: by_hand(fife, 2),
        "event": lambda: outcome(fife, FACT),
        "file": lambda: file(fife),
    }
    await roads.pop(first)()
    for road in roads.values():
        assert await road() in {None, "already-known", 1}
    assert len(await events(councils, "capacity-given")) == 1
    assert await events(councils, "report-conflict-found") == []
    assert (await fife.get(f"{API}/commitments/capacity/fife/2030-01")).json()["version"] == 1


async def file(client: httpx.AsyncClient) -> int:
    known: int = (await done(client, (await sent(client, FILE)).json()))["known"]
    return known


async def test_an_event_is_taken_in_structured_or_binary_and_sent_again_it_gets_its_first_answer(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    first = await submitted(fife, TYPE, FACT, id="1")
    assert first.json() == {
        "outcome": "recorded",
        "kind": "capacity",
        "fact": "fife/2030-01/sponsor",
        "conflict": None,
    }
    for again in (await submitted(fife, TYPE, FACT, id="1"), await submitted(fife, TYPE, FACT, id="1", binary=True)):
        assert (again.status_code, again.json()) == (200, first.json())
    assert await outcome(fife, FACT, id="2", binary=True) == "already-known"
    assert await outcome(fife, FACT | {"days": 1}, id="3", binary=True) == "recorded"
    other = await submitted(fife, TYPE, FACT | {"days": 3}, id="1")
    assert (other.status_code, other.json()["code"]) == (422, "event-id-reused")
    async with councils.client(*SCOPES, council="angus", client="angus-systems") as angus:
        assert (await submitted(angus, TYPE, FACT, id="1")).json()["fact"] == "angus/2030-01/sponsor"
    assert [one["council"] for one in await events(councils, "capacity-given")] == ["fife", "fife", "angus"]


async def test_what_is_no_event_is_refused(fife: httpx.AsyncClient) -> None:
    for content, media_type, status in (
        ("{", "application/cloudevents+json", 400),
        ("[]", "application/cloudevents+json", 400),
        ("{}", "application/json", 422),
        ("{}", "text/plain", 415),
        ("", "application/cloudevents+json", 400),
    ):
        answer = await fife.post(f"{BASE}/submissions", content=content, headers={"content-type": media_type})
        assert answer.status_code == status, answer.text
    answer = await submitted(fife, "council.adoption-reported.v1", {"deliverable": "toolkit", "state": "planned"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (404, "deliverable")


async def test_a_feed_sets_right_what_a_feed_said_and_not_what_a_person_set(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    assert await outcome(fife, FACT) == "recorded"
    assert await outcome(fife, FACT | {"days": 3}, source="/fife/finance") == "recorded"
    # another role of the same month is another fact: nobody touched this one by hand
    other = {"role": "project-lead", "days": 1}
    path = f"{API}/commitments/capacity/fife/2030-01"
    assert (await fife.put(path, json=other, headers={"If-Match": "*"})).status_code == 200
    assert await outcome(fife, FACT | {"days": 4}) == "recorded"
    await by_hand(fife, 5)
    assert await outcome(fife, FACT) == "conflict"
    assert await days(fife) == [1.0, 5.0]
    # set by hand to what the feed had said before, it is a person's all the same
    await by_hand(fife, 4)
    assert await outcome(fife, FACT) == "conflict"
    assert await outcome(fife, FACT | {"days": 4}) == "already-known"


async def test_a_conflict_says_what_stands_and_what_was_reported_and_is_told_once(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running
) -> None:
    await by_hand(office, 1)
    answer = (await submitted(fife, TYPE, FACT, source="/fife/planning")).json()
    assert answer["outcome"] == "conflict"
    found = (await fife.get(answer["conflict"])).json()
    assert (found["kind"], found["owner"], found["fact"], found["state"]) == (
        "capacity",
        "fife",
        "fife/2030-01/sponsor",
        "open",
    )
    assert found["about"] == {"council": "fife", "month": "2030-01", "role": "sponsor"}
    stands, reported = found["standing"], found["reported"]
    assert (stands["content"], stands["road"], stands["by"]) == ({"days": 1.0}, "hand", "client:digital-office")
    assert (reported["content"], reported["road"], reported["by"], reported["source"]) == (
        {"days": 2.0},
        "event",
        "fife-systems",
        "/fife/planning",
    )
    assert await outcome(fife, FACT) == "conflict"
    end = await done(fife, (await sent(fife, FILE)).json())
    assert (end["conflicting"], end["new"], await days(fife)) == (1, 0, [1.0])
    (told,) = await events(councils, "report-conflict-found")
    assert told == {
        "owner": "fife",
        "conflict": found["id"],
        "kind": "capacity",
        "fact": "fife/2030-01/sponsor",
        "road": "event",
    }
    assert [one["id"] for one in (await fife.get(f"{BASE}/conflicts?state=open")).json()["items"]] == [found["id"]]
    async with councils.client(*SCOPES, council="angus", client="angus-systems") as angus:
        assert (await angus.get(f"{BASE}/conflicts")).json()["items"] == []
        for refused in (
            await angus.get(answer["conflict"]),
            await angus.get(f"{BASE}/conflicts?owner=fife"),
            await angus.post(f"{answer['conflict']}/resolve", json={"keep": "reported", "reason": "Ours"}),
        ):
            assert (refused.status_code, refused.json()["code"]) == (403, "another-council")


@pytest.mark.parametrize(("keep", "then"), [("standing", [1.0]), ("reported", [2.0])])
async def test_a_conflict_is_decided_once_for_a_reason_and_stays_decided(
    fife: httpx.AsyncClient, councils: Running, keep: str, then: list[float]
) -> None:
    await by_hand(fife, 1)
    href = (await submitted(fife, TYPE, FACT)).json()["conflict"]
    reasonless = await fife.post(f"{href}/resolve", json={"keep": keep, "reason": ""})
    assert reasonless.json()["errors"][0]["field"] == "reason"
    answer = await fife.post(f"{href}/resolve", json={"keep": keep, "reason": "We looked"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["keep"], answer.json()["reason"]) == ("resolved", keep, "We looked")
    assert await days(fife) == then
    twice = await fife.post(f"{href}/resolve", json={"keep": keep, "reason": "Again"})
    assert (twice.status_code, twice.json()["code"]) == (409, "conflict-resolved")
    (told,) = await events(councils, "report-conflict-resolved")
    assert (told["keep"], told["reason"], told["owner"]) == (keep, "We looked", "fife")
    # the feed says the same as before: no second conflict, and nothing is overwritten
    again = (await submitted(fife, TYPE, FACT)).json()
    assert again["outcome"] == ("conflict" if keep == "standing" else "already-known")
    assert again["conflict"] == (href if keep == "standing" else None)
    assert len(await events(councils, "report-conflict-found")) == 1
    # what the feed's own value has become, the feed may correct; what a person kept, it may not
    assert await outcome(fife, FACT | {"days": 6}) == ("conflict" if keep == "standing" else "recorded")


async def test_a_conflict_ends_by_itself_when_the_feed_says_what_stands(
    fife: httpx.AsyncClient, councils: Running
) -> None:
    await by_hand(fife, 1)
    href = (await submitted(fife, TYPE, FACT)).json()["conflict"]
    assert await outcome(fife, FACT | {"days": 1}) == "already-known"
    found = (await fife.get(href)).json()
    assert (found["state"], found["keep"]) == ("resolved", "standing")
    assert len(await events(councils, "report-conflict-resolved")) == 1


async def test_what_a_person_put_right_of_an_earlier_day_a_feed_does_not_overwrite(
    fife: httpx.AsyncClient, office: httpx.AsyncClient, councils: Running, world: World
) -> None:
    await world.say(closed("release-one", "toolkit"))
    await lines(office, 3)

    async def tells(state: str, day: str, **more: str) -> str:
        data = {"deliverable": "toolkit", "state": state, "effective": day} | more
        answer = await submitted(fife, "council.adoption-reported.v1", data)
        assert answer.status_code == 200, answer.text
        found: str = answer.json()["outcome"]
        return found

    assert await tells("adopting", "2019-01-10") == "recorded"
    assert await tells("in-use", "2019-06-10") == "recorded"
    right = {"state": "planned", "effective": "2019-01-10", "correction_reason": "It began in June"}
    made = await fife.post(f"{API}/adoptions/fife/toolkit/corrections", json=right)
    assert made.status_code == 201, made.text
    assert await tells("adopting", "2019-01-10") == "conflict"
    # what nobody touched by hand the feed goes on telling, and puts right
    assert await tells("adapted", "2019-09-10", note="Ours") == "recorded"
    assert await tells("embedded", "2019-06-10") == "recorded"
    assert await tells("adopting", "2019-01-10") == "conflict"
    assert [one["to_state"] for one in await events(councils, "adoption-corrected")] == ["planned", "embedded"]
    (found,) = (await fife.get(f"{BASE}/conflicts")).json()["items"]
    assert (found["standing"]["content"]["state"], found["reported"]["content"]["state"]) == ("planned", "adopting")
