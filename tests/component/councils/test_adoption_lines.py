"""A closed release opens adoption lines; each council moves its own."""

import asyncio
import json

import httpx
import pytest

from shared.events.projects import ReleaseClosed, ReleaseItem
from tests.support.waiting import eventually
from tests.support.world import Running, World

API = "/api/v1"
COUNCIL_SCOPES = ("programme:read", "adoptions:write", "events:read")


def closed(release: str, *deliverables: str, on: str = "2018-02", demonstration: bool = False) -> ReleaseClosed:
    return ReleaseClosed(
        release=release,
        name=release,
        effective=on,
        included=tuple(ReleaseItem(deliverable=key, project="gdpr", name=key, ready=True) for key in deliverables),
        carried_over=(ReleaseItem(deliverable="late", project="gdpr", name="late"),),
        manifest_sha256="0" * 64,
        demonstration=demonstration,
    )


async def lines(client: httpx.AsyncClient, count: int, query: str = "") -> list[dict[str, object]]:
    """Return adoption lines once there are as many as expected."""

    async def check() -> list[dict[str, object]]:
        found: list[dict[str, object]] = (await client.get(f"{API}/adoptions?limit=200{query}")).json()["items"]
        assert len(found) == count, f"{len(found)} of {count} lines"
        return found

    return await eventually(check)


@pytest.fixture
async def released(office: httpx.AsyncClient, world: World) -> httpx.AsyncClient:
    """The Office's client, after a release of two deliverables has reached three members."""
    await world.say(closed("release-one", "dpia-template", "personal-data-log"))
    await lines(office, 6)
    return office


async def test_a_closed_release_opens_a_line_for_every_member_and_deliverable_and_says_so(
    released: httpx.AsyncClient, world: World
) -> None:
    found = await lines(released, 6)
    assert [(one["council"], one["deliverable"]) for one in found[:3]] == [
        ("angus", "dpia-template"),
        ("angus", "personal-data-log"),
        ("fife", "dpia-template"),
    ]
    assert {(one["state"], one["since"], one["release"], one["demonstration"]) for one in found} == {
        ("invited", "2018-02", "release-one", False)
    }
    messages = await world.heard("COUNCILS", 13)
    opened = [one for one in messages if ".adoption-opened." in one.subject]
    assert {(json.loads(one.data)["council"], json.loads(one.data)["deliverable"]) for one in opened} == {
        (one["council"], one["deliverable"]) for one in found
    }
    (release,) = await world.heard("PROJECTS", 1)
    assert {one.headers["ce-causationid"] for one in opened} == {release.headers["ce-id"]}
    assert {one.headers["ce-actor"] for one in opened} == {"service:councils"}
    assert {one.headers["ce-aggregate"] for one in opened} == {
        f"adoption/{one['council']}.{one['deliverable']}" for one in found
    }


async def test_who_is_known_to_have_joined_later_or_left_before_is_not_offered_what_a_release_brought(
    councils: Running, world: World
) -> None:
    joined = {
        "known-before": {"joined": "2018", "certainty": "known"},
        "known-later": {"joined": "2018-03-01", "certainty": "known"},
        "later-at-the-latest": {"joined": "2019-10-01", "certainty": "no-later-than"},
        "not-known": {"certainty": "unknown"},
        "left-before": {"joined": "2016", "certainty": "known"},
        "never-joined": None,
    }
    async with councils.client() as client:
        for number, (slug, membership) in enumerate(joined.items()):
            council = {"slug": slug, "name": slug, "gss_code": f"S1200000{number}"}
            assert (await client.post(f"{API}/councils", json=council)).status_code == 201
            if membership is not None:
                answer = await client.post(f"{API}/memberships", json={"council": slug, **membership})
                assert answer.status_code == 201, answer.text
        answer = await client.post(f"{API}/memberships/left-before/end", json={"left": "2017"})
        assert answer.status_code == 200, answer.text
        await world.say(closed("release-one", "dpia-template"))
        found = await lines(client, 3)
        assert [one["council"] for one in found] == ["known-before", "later-at-the-latest", "not-known"]


async def test_a_deliverable_that_comes_in_a_second_release_keeps_its_lines(
    released: httpx.AsyncClient, world: World
) -> None:
    fife = f"{API}/adoptions/fife/dpia-template"
    moved = await released.patch(fife, json={"state": "in-use"}, headers={"If-Match": '"1"'})
    assert moved.status_code == 200, moved.text
    await world.say(closed("release-two", "dpia-template", "something-new", on="2019", demonstration=True))
    found = await lines(released, 9)
    assert (await released.get(fife)).json()["release"] == "release-one"
    new = [one for one in found if one["deliverable"] == "something-new"]
    assert {(one["release"], one["demonstration"]) for one in new} == {("release-two", True)}


async def test_a_release_that_is_heard_twice_opens_its_lines_once(
    office: httpx.AsyncClient, councils: Running, world: World
) -> None:
    event = closed("release-one", "dpia-template")
    sent = await world.say(event)
    await lines(office, 3)
    (first,) = await world.heard("PROJECTS", 1)
    # as after the duplicate window: the same event once more, under another message id
    await world.js.publish(first.subject, first.data, headers=dict(first.headers) | {"Nats-Msg-Id": "another"})
    await world.say(closed("release-two", "other"))
    await lines(office, 6)
    opened = await councils.sql(
        "SELECT count(*) AS events, count(DISTINCT aggregate_id) AS lines FROM outbox_event"
        " WHERE event_type LIKE '%adoption-opened%' AND headers->>'ce-causationid' = $1",
        str(sent),
    )
    assert (opened[0]["events"], opened[0]["lines"]) == (3, 3)


async def test_hundreds_of_lines_open_in_one_transaction_and_quickly(councils: Running, world: World) -> None:
    async with councils.client() as client:
        for number in range(32):
            council = {"slug": f"council-{number:02}", "name": "A council", "gss_code": f"S120000{number:02}"}
            assert (await client.post(f"{API}/councils", json=council)).status_code == 201
            member = {"council": council["slug"], "joined": "2016-10", "certainty": "known"}
            assert (await client.post(f"{API}/memberships", json=member)).status_code == 201
    started = asyncio.get_running_loop().time()
    await world.say(closed("release-three", *(f"deliverable-{number}" for number in range(20))))
    await world.heard("COUNCILS", 65 + 640)
    assert asyncio.get_running_loop().time() - started < 5
    recorded = await councils.sql(
        "SELECT count(*) AS events, count(DISTINCT recorded_at) AS moments FROM outbox_event"
        " WHERE event_type LIKE '%adoption-opened%'"
    )
    assert (recorded[0]["events"], recorded[0]["moments"]) == (640, 1)


async def test_a_councils_client_sees_its_own_lines_and_no_others(
    released: httpx.AsyncClient, councils: Running
) -> None:
    async with councils.client(*COUNCIL_SCOPES, council="fife", client="fife-systems") as fife:
        assert {one["council"] for one in await lines(fife, 2)} == {"fife"}
        assert len(await lines(fife, 2, "&council=S12000015")) == 2
        for path in ("?council=angus", "?council=S12000041", "/angus/dpia-template"):
            refused = await fife.get(f"{API}/adoptions{path}")
            assert (refused.status_code, refused.json()["code"]) == (403, "another-council"), path
            assert "belongs to 'fife'" in refused.json()["detail"]
    assert len(await lines(released, 2, "&council=angus")) == 2
    assert len(await lines(released, 3, "&deliverable=dpia-template")) == 3
    assert len(await lines(released, 6, "&release=release-one&state=invited")) == 6
    assert await lines(released, 0, "&state=declined") == []


async def test_a_councils_client_moves_its_own_lines_and_no_others(
    released: httpx.AsyncClient, councils: Running, world: World
) -> None:
    async with councils.client(*COUNCIL_SCOPES, council="fife", client="fife-systems") as fife:
        wish = {"state": "adapted", "note": "Our own logo", "effective": "2019-03-01"}
        moved = await fife.patch(f"{API}/adoptions/S12000015/dpia-template", json=wish, headers={"If-Match": '"1"'})
        assert moved.status_code == 200, moved.text
        assert moved.headers["etag"] == '"2"'
        assert (moved.json()["state"], moved.json()["since"], moved.json()["note"]) == (
            "adapted",
            "2019-03-01",
            "Our own logo",
        )
        refused = await fife.patch(f"{API}/adoptions/angus/dpia-template", json=wish, headers={"If-Match": '"1"'})
        assert (refused.status_code, refused.json()["code"]) == (403, "another-council")
    assert (await released.get(f"{API}/adoptions/angus/dpia-template")).json()["state"] == "invited"

    (message,) = [one for one in await world.heard("COUNCILS", 14) if ".adoption-moved." in one.subject]
    assert message.subject == "partnership.councils.adoption-moved.v1.fife"
    assert message.headers["ce-sequence"] == "2"
    assert message.headers["ce-actor"] == "client:fife-systems"
    assert json.loads(message.data) == {
        "council": "fife",
        "deliverable": "dpia-template",
        "release": "release-one",
        "from_state": "invited",
        "to_state": "adapted",
        "reason": None,
        "effective": "2019-03-01",
        "note": "Our own logo",
        "evidence": [],
        "variant": None,
    }


async def test_a_line_remembers_all_its_moves_and_their_notes(released: httpx.AsyncClient) -> None:
    line = f"{API}/adoptions/fife/dpia-template"
    steps = [
        {"state": "declined", "reason": "other", "note": "Until the new system is in"},
        {"state": "planned", "note": "It is in"},
        {"state": "in-use"},
    ]
    for version, wish in enumerate(steps, start=1):
        moved = await released.patch(line, json=wish, headers={"If-Match": f'"{version}"'})
        assert moved.status_code == 200, moved.text
    whole = (await released.get(line)).json()
    assert (whole["state"], whole["note"], whole["reason"]) == ("in-use", None, None)
    assert [(one["from_state"], one["to_state"], one["reason"], one["note"]) for one in whole["moves"]] == [
        ("invited", "declined", "other", "Until the new system is in"),
        ("declined", "planned", None, "It is in"),
        ("planned", "in-use", None, None),
    ]


async def test_a_move_that_cannot_be_made_is_refused_and_loses_nothing(released: httpx.AsyncClient) -> None:
    async def refusal(wish: dict[str, object], etag: str | None = '"1"', line: str = "fife/dpia-template") -> object:
        headers = {"If-Match": etag} if etag else {}
        answer = await released.patch(f"{API}/adoptions/{line}", json=wish, headers=headers)
        return answer.status_code, answer.json()["code"]

    assert await refusal({"state": "planned"}, etag=None) == (428, "if-match-required")
    assert await refusal({"state": "planned"}, etag='"9"') == (412, "changed-meanwhile")
    assert await refusal({"state": "withdrawn"}) == (409, "state-does-not-follow")
    assert await refusal({"state": "invited"}) == (409, "no-change")
    assert await refusal({"state": "declined"}) == (422, "reason-missing")
    assert await refusal({"state": "adapted"}) == (422, "note-missing")
    assert await refusal({"state": "planned", "effective": "2017"}) == (422, "dates-out-of-order")
    assert await refusal({"state": "planned", "effective": "2199-01-01"}) == (422, "date-in-the-future")
    assert await refusal({"state": "finished"}) == (422, "invalid")
    assert await refusal({"state": "planned"}, line="fife/unheard-of") == (404, "not-found")
    assert await refusal({"state": "planned"}, line="atlantis/dpia-template") == (404, "not-found")
    line = (await released.get(f"{API}/adoptions/fife/dpia-template")).json()
    assert (line["version"], line["state"], line["moves"]) == (1, "invited", [])


async def test_of_two_moves_at_once_one_is_told_that_the_line_has_changed(released: httpx.AsyncClient) -> None:
    line = f"{API}/adoptions/fife/dpia-template"
    wishes = [{"state": "planned"}, {"state": "considering"}]
    answers = await asyncio.gather(*(released.patch(line, json=wish, headers={"If-Match": '"1"'}) for wish in wishes))
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_adoption_lines_are_listed_page_by_page(released: httpx.AsyncClient) -> None:
    found: list[tuple[str, str]] = []
    path: str | None = f"{API}/adoptions?limit=4&release=release-one"
    while path is not None:
        page = (await released.get(path)).json()
        found += [(one["council"], one["deliverable"]) for one in page["items"]]
        path = page["next"]
    assert len(found) == 6
    assert found == sorted(set(found))
