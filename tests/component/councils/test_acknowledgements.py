"""A deliverable that ends: those who adopted it are asked to acknowledge, and nobody else; each answers for itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from shared.events.projects import DeliverableRegistered, DeliverableStateChanged
from tests.component.councils.test_adoption_lines import API, COUNCIL_SCOPES, closed, lines
from tests.support.waiting import eventually
from tests.support.world import Running, World

ASKED = f"{API}/adoptions/acknowledgements"
MINE = f"{API}/adoptions/fife/toolkit/acknowledgement"
GIVEN = {"by_role": "council-digital-lead"}
REASON = "The law it was made for has changed"


def ended(to: str = "withdrawn", on: str = "2026-11-20", **said: Any) -> DeliverableStateChanged:
    grounds: dict[str, Any] = {"reason": REASON} if to == "withdrawn" else {"successor": "next-toolkit"}
    return DeliverableStateChanged(
        deliverable="toolkit", project="gdpr", from_state="live", to_state=to, effective=on, **grounds | said
    )


async def asked(client: httpx.AsyncClient, count: int, query: str = "") -> list[dict[str, Any]]:
    """Return what was asked once it is as much as expected."""

    async def check() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await client.get(f"{ASKED}?{query}")).json()["items"]
        assert len(found) == count, f"{len(found)} of {count}"
        return found

    return await eventually(check)


async def move(client: httpx.AsyncClient, council: str, state: str, *, status: int = 200, **said: Any) -> Any:
    path = f"{API}/adoptions/{council}/toolkit"
    answer = await client.patch(path, json={"state": state, **said}, headers={"If-Match": "*"})
    assert answer.status_code == status, answer.text
    return answer.json()


async def events(world: World, name: str, count: int) -> list[dict[str, Any]]:
    """Return what councils says of one kind, once so many events of it have gone out."""

    async def said() -> list[dict[str, Any]]:
        messages = await world.heard("COUNCILS", 1)
        found = [json.loads(one.data) for one in messages if f".{name}." in one.subject]
        assert len(found) == count
        return found

    return await eventually(said)


@pytest.fixture
async def offered(office: httpx.AsyncClient, world: World) -> httpx.AsyncClient:
    """The Office's client: the toolkit is in use in Fife, planned in Angus, and only offered in the Western Isles."""
    await world.say(closed("release-one", "toolkit"))
    await lines(office, 3)
    await move(office, "fife", "in-use", effective="2019-03-01")
    await move(office, "angus", "planned", effective="2019-03-01")
    return office


@pytest.fixture
async def fife(councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with councils.client(*COUNCIL_SCOPES, council="fife", client="fife-systems") as client:
        yield client


async def test_only_those_who_adopted_what_is_withdrawn_are_asked(offered: httpx.AsyncClient, world: World) -> None:
    cause = await world.say(ended(acknowledge_by="2027-03-31"))
    found = await asked(offered, 2)
    assert [one["council"] for one in found] == ["angus", "fife"]
    assert {one["state"] for one in found} == {"asked"}
    shown = {"deliverable_state": "withdrawn", "since": "2026-11-20", "reason": REASON, "acknowledge_by": "2027-03-31"}
    assert found[1].items() >= shown.items()
    assert found[1]["rises_to"] == "council-digital-lead"
    messages = [one for one in await world.heard("COUNCILS", 13) if ".acknowledgement-requested." in one.subject]
    assert [one.subject.rpartition(".")[2] for one in messages] == ["angus", "fife"]
    assert {one.headers["ce-causationid"] for one in messages} == {str(cause)}
    assert messages[1].headers["ce-aggregate"] == "acknowledgement/fife.toolkit.1"
    assert json.loads(messages[1].data)["effective"] == found[1]["asked_on"]


async def test_a_council_acknowledges_for_itself(
    offered: httpx.AsyncClient, fife: httpx.AsyncClient, councils: Running, world: World
) -> None:
    await world.say(ended())
    await asked(offered, 2)
    assert [one["council"] for one in await asked(fife, 1)] == ["fife"]
    refused = await fife.get(f"{ASKED}?council=angus")
    assert (refused.status_code, refused.json()["code"]) == (403, "another-council")
    assert (await fife.get(f"{API}/adoptions/angus/toolkit/acknowledgement")).status_code == 403
    refused = await fife.post(f"{API}/adoptions/angus/toolkit/acknowledgement", json=GIVEN)
    assert (refused.status_code, refused.json()["code"]) == (403, "another-council")
    refused = await offered.post(MINE, json=GIVEN)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-of-the-council")

    wish = GIVEN | {"note": "We use the next one from April", "stops_using_on": "2027-04-01"}
    given = await fife.post(MINE.replace("fife", "S12000015"), json=wish, headers={"Idempotency-Key": "given"})
    assert given.status_code == 201, given.text
    shown = given.json()
    assert given.headers["location"] == shown["href"] == MINE
    assert (shown["state"], shown["by_role"], shown["stops_using_on"], shown["rises_to"]) == (
        "acknowledged",
        "council-digital-lead",
        "2027-04-01",
        None,
    )
    assert shown["note"] == "We use the next one from April"
    again = await fife.post(MINE.replace("fife", "S12000015"), json=wish, headers={"Idempotency-Key": "given"})
    assert (again.status_code, again.json(), again.headers["idempotency-replayed"]) == (201, shown, "true")
    assert (await fife.get(MINE)).json() == shown
    refused = await fife.post(MINE, json=GIVEN)
    assert (refused.status_code, refused.json()["code"]) == (409, "acknowledged-already")
    (told,) = await events(world, "acknowledgement-given", 1)
    assert told == {
        "council": "fife",
        "deliverable": "toolkit",
        "number": 1,
        "by_role": "council-digital-lead",
        "stops_using_on": "2027-04-01",
        "effective": shown["acknowledged_on"],
    }
    waiting = await councils.sql("SELECT of FROM timer")
    assert [row["of"] for row in waiting] == ["angus.toolkit.1"]
    assert [one["council"] for one in await asked(offered, 1, "state=asked")] == ["angus"]
    assert [one["council"] for one in await asked(offered, 1, "state=acknowledged&deliverable=toolkit")] == ["fife"]
    assert await asked(offered, 0, "as_at=2026-11-19") == []
    page = (await offered.get(f"{ASKED}?limit=1")).json()
    assert [one["council"] for one in (await offered.get(page["next"])).json()["items"]] == ["fife"]


async def test_a_wrong_acknowledgement_is_refused(
    offered: httpx.AsyncClient, fife: httpx.AsyncClient, world: World
) -> None:
    async def refusal(body: dict[str, Any], path: str = MINE) -> tuple[int, str]:
        answer = await fife.post(path, json=body)
        return answer.status_code, answer.json()["code"]

    assert await refusal(GIVEN) == (404, "not-found")
    assert (await fife.get(MINE)).status_code == 404
    await world.say(ended())
    await asked(offered, 2)
    assert await refusal({"by_role": "the-boss"}) == (422, "invalid")
    assert await refusal({}) == (422, "invalid")
    assert await refusal(GIVEN | {"effective": "2199-01-01"}) == (422, "date-in-the-future")
    assert await refusal(GIVEN | {"effective": "2018-01-01"}) == (422, "dates-out-of-order")
    assert await refusal(GIVEN | {"name": "A person"}) == (422, "invalid")
    assert await refusal(GIVEN, f"{API}/adoptions/fife/unheard-of/acknowledgement") == (404, "not-found")
    problem = (await offered.get(f"{ASKED}?after=bm9uZQ")).json()
    assert problem["code"] == "malformed-cursor"
    assert (await fife.get(MINE)).json()["version"] == 1


async def test_what_is_withdrawn_is_not_adopted_any_more_unless_it_had_been(
    offered: httpx.AsyncClient, world: World
) -> None:
    await world.say(ended(on="2026-11-10"))
    await asked(offered, 2)
    refused = await move(offered, "na-h-eileanan-siar", "planned", status=409)
    assert refused["code"] == "deliverable-withdrawn"
    assert f"was withdrawn on 2026-11-10: {REASON}" in refused["detail"]
    await move(offered, "na-h-eileanan-siar", "considering", effective="2026-11-01")
    assert (await move(offered, "fife", "adapted", note="Our own logo"))["warnings"] == []
    # it was taken up before, and that is told only now
    late = await move(offered, "na-h-eileanan-siar", "in-use", effective="2026-11-09")
    assert late["warnings"] == ["'toolkit' is withdrawn since 2026-11-10. You are asked to acknowledge that."]
    assert [one["council"] for one in await asked(offered, 3)] == ["angus", "fife", "na-h-eileanan-siar"]


async def test_who_takes_up_what_is_superseded_is_warned_and_asked(offered: httpx.AsyncClient, world: World) -> None:
    await world.say(ended("superseded"))
    await asked(offered, 2)
    moved = await move(offered, "na-h-eileanan-siar", "planned")
    assert "'next-toolkit' takes its place" in moved["warnings"][0]
    assert (await asked(offered, 3))[2]["successor"] == "next-toolkit"


async def test_who_gives_up_is_asked_no_more_and_asked_again_on_coming_back(
    offered: httpx.AsyncClient, fife: httpx.AsyncClient, councils: Running, world: World
) -> None:
    await world.say(ended("superseded"))
    await asked(offered, 2)
    await move(fife, "fife", "withdrawn")
    (lapsed,) = await asked(offered, 1, "state=lapsed")
    assert (lapsed["council"], lapsed["lapsed_because"], lapsed["rises_to"]) == ("fife", "no-longer-adopted", None)
    refused = await fife.post(MINE, json=GIVEN)
    assert (refused.status_code, refused.json()["code"]) == (409, "acknowledgement-lapsed")
    assert await councils.sql("SELECT 1 FROM timer WHERE of LIKE 'fife.%'") == []
    assert [one["because"] for one in await events(world, "acknowledgement-lapsed", 1)] == ["no-longer-adopted"]
    await move(fife, "fife", "adopting")
    assert [(one["number"], one["state"]) for one in await asked(fife, 2)] == [(1, "lapsed"), (2, "asked")]
    assert (await fife.post(MINE, json=GIVEN)).json()["number"] == 2


async def test_what_is_superseded_and_then_withdrawn_is_asked_about_anew(
    offered: httpx.AsyncClient, fife: httpx.AsyncClient, world: World
) -> None:
    await world.say(ended("superseded", on="2026-11-10"))
    await asked(offered, 2)
    assert (await fife.post(MINE, json=GIVEN)).status_code == 201
    await world.say(ended("withdrawn"))
    found = await asked(offered, 4)
    assert [(one["council"], one["number"], one["deliverable_state"], one["state"]) for one in found] == [
        ("angus", 1, "superseded", "lapsed"),
        ("angus", 2, "withdrawn", "asked"),
        ("fife", 1, "superseded", "acknowledged"),
        ("fife", 2, "withdrawn", "asked"),
    ]
    assert found[0]["lapsed_because"] == "asked-anew"


async def test_an_end_that_is_heard_twice_is_asked_about_once(offered: httpx.AsyncClient, world: World) -> None:
    await world.say(ended())
    await asked(offered, 2)
    (message,) = [one for one in await world.heard("PROJECTS", 2) if ".deliverable-state-changed." in one.subject]
    await world.js.publish(message.subject, message.data, headers=dict(message.headers) | {"Nats-Msg-Id": "another"})
    await world.say(closed("release-two", "other"))
    await lines(offered, 6)
    assert await events(world, "acknowledgement-requested", 2)


async def test_who_takes_it_up_at_the_moment_of_its_end_is_asked_or_refused(
    offered: httpx.AsyncClient, world: World
) -> None:
    path = f"{API}/adoptions/na-h-eileanan-siar/toolkit"
    wish = {"state": "planned"}
    moved, _ = await asyncio.gather(offered.patch(path, json=wish, headers={"If-Match": "*"}), world.say(ended()))
    assert moved.status_code in {200, 409}, moved.text
    await asked(offered, 3 if moved.status_code == 200 else 2)


async def test_an_ordinary_move_of_a_deliverable_asks_nobody(offered: httpx.AsyncClient, world: World) -> None:
    await world.say(DeliverableRegistered(deliverable="toolkit", project="gdpr", name="Toolkit", state="beta"))
    await world.say(DeliverableRegistered(deliverable="old", project="gdpr", name="Old", state="withdrawn"))
    await world.say(
        DeliverableStateChanged(
            deliverable="toolkit", project="gdpr", from_state="beta", to_state="live", effective="2026-11-01"
        )
    )
    await world.say(closed("release-two", "old"))
    await lines(offered, 6)
    assert await asked(offered, 0) == []
    path = f"{API}/adoptions/fife/old"
    refused = await offered.patch(path, json={"state": "planned"}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (409, "deliverable-withdrawn")
    assert "'old' was withdrawn. It can no longer be adopted." in refused.json()["detail"]
