"""What councils tell of their lines beside the state: evidence, variants, plans; and what is put right afterwards."""

import json
from typing import Any

import httpx
import pytest

from tests.component.councils.test_adoption_lines import closed, lines
from tests.support.world import Running, World

API = "/api/v1"
LINE = f"{API}/adoptions/fife/dpia-template"


@pytest.fixture
async def released(office: httpx.AsyncClient, world: World) -> httpx.AsyncClient:
    """The Office's client, after a release of one deliverable has reached three members."""
    await world.say(closed("release-one", "dpia-template"))
    await lines(office, 3)
    return office


async def change(client: httpx.AsyncClient, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    version = (await client.get(LINE)).json()["version"]
    headers = {"If-Match": f'"{version}"'} if method != "POST" else {}
    answer = await client.request(method, path, json=body, headers=headers)
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json())


async def move(client: httpx.AsyncClient, **wish: Any) -> dict[str, Any]:
    return await change(client, "PATCH", LINE, wish)


async def correct(client: httpx.AsyncClient, **wish: Any) -> dict[str, Any]:
    return await change(client, "POST", f"{LINE}/corrections", {"correction_reason": "Told wrongly"} | wish)


async def plan(client: httpx.AsyncClient, **wish: Any) -> dict[str, Any]:
    return await change(client, "PUT", f"{LINE}/plan", wish)


async def refusal(client: httpx.AsyncClient, method: str, path: str, body: dict[str, Any]) -> tuple[int, str]:
    version = (await client.get(LINE)).json()["version"]
    answer = await client.request(method, path, json=body, headers={"If-Match": f'"{version}"'})
    return answer.status_code, answer.json()["code"]


async def said(councils: Running, name: str) -> list[dict[str, Any]]:
    rows = await councils.sql(
        "SELECT payload FROM outbox_event WHERE event_type LIKE $1 ORDER BY position", f"%.{name}.%"
    )
    return [json.loads(row["payload"]) for row in rows]


async def test_a_move_carries_what_shows_it_and_where_the_local_variant_differs(
    released: httpx.AsyncClient, councils: Running
) -> None:
    evidence = [{"link": "https://fife.example/dpia", "text": None}, {"link": None, "text": "Agreed by the board"}]
    variant = {"differs_in": ["The logo", "Two more questions"], "link": None}
    moved = await move(released, state="adapted", note="Our own", evidence=evidence, variant=variant)
    assert moved["variant"] == variant
    whole = (await released.get(LINE)).json()
    assert [(one["evidence"], one["variant"]) for one in whole["moves"]] == [(evidence, variant)]
    (event,) = await said(councils, "adoption-moved")
    assert (event["evidence"], event["variant"], event["note"]) == (evidence, variant, "Our own")
    assert (await move(released, state="in-use"))["variant"] is None


async def test_the_reasons_to_decline_are_published_with_what_they_mean(released: httpx.AsyncClient) -> None:
    found = (await released.get(f"{API}/adoptions/reasons")).json()["items"]
    assert [one["reason"] for one in found][:2] == ["not-needed", "has-own-solution"]
    assert all(one["description"] for one in found)


async def test_plans_stand_beside_what_happened_and_a_new_one_says_why(
    released: httpx.AsyncClient, councils: Running
) -> None:
    await plan(released, adopt_on="2019-06", in_use_on="2020", effective="2019-01-10")
    again = {"adopt_on": "2019-09", "in_use_on": "2020"}
    assert await refusal(released, "PUT", f"{LINE}/plan", again) == (422, "reason-missing")
    await plan(released, **again, reason="The new system comes later", effective="2019-05-01")
    await move(released, state="adopting", effective="2019-10-01")
    used = await move(released, state="in-use", effective="2020-03-31")
    assert used["planned"] == {"adopt_on": "2019-09", "in_use_on": "2020"}
    assert used["actual"] == {"adopt_on": "2019-10-01", "in_use_on": "2020-03-31"}
    assert used["lag_days"] == 762
    before = (await released.get(f"{LINE}/plan?as_at=2019-04-30")).json()
    assert (before["planned"]["adopt_on"], before["actual"]["adopt_on"], len(before["history"])) == ("2019-06", None, 1)
    now = (await released.get(f"{LINE}/plan")).json()
    assert [(one["adopt_on"], one["reason"], one["effective"]) for one in now["history"]] == [
        ("2019-06", None, "2019-01-10"),
        ("2019-09", "The new system comes later", "2019-05-01"),
    ]
    assert [one["reason"] for one in await said(councils, "adoption-planned")] == [None, "The new system comes later"]


async def test_a_plan_that_cannot_be_one_is_refused(released: httpx.AsyncClient) -> None:
    async def code(**wish: Any) -> tuple[int, str]:
        return await refusal(released, "PUT", f"{LINE}/plan", wish)

    assert await code() == (422, "plan-missing")
    assert await code(adopt_on="2019", effective="2020") == (422, "date-in-the-past")
    assert await code(adopt_on="2031", in_use_on="2030") == (422, "dates-out-of-order")
    assert await code(adopt_on="2031", effective="2017") == (422, "dates-out-of-order")
    assert await code(adopt_on="2031", effective="2199-01-01") == (422, "date-in-the-future")
    await plan(released, adopt_on="2031", effective="2019-01-01")
    assert await code(adopt_on="2031") == (409, "no-change")
    assert await code(adopt_on="2032", reason="x", effective="2018-12-31") == (422, "dates-out-of-order")
    await move(released, state="declined", reason="costs", effective="2019-02-01")
    assert await code(adopt_on="2032", reason="x") == (409, "nothing-to-plan")
    await move(released, state="adopting", effective="2019-03-01")
    assert await code(adopt_on="2032", reason="x") == (409, "happened-already")
    assert (await plan(released, adopt_on="2031", in_use_on="2032", reason="x"))["planned"]["in_use_on"] == "2032"


async def test_a_line_is_shown_as_it_stood_on_a_day(released: httpx.AsyncClient) -> None:
    await move(released, state="planned", effective="2019-03")
    await move(released, state="declined", reason="costs", effective="2020-01-15")
    assert (await released.get(f"{LINE}?as_at=2018-02-27")).status_code == 404
    for day, state, since, moves in (
        ("2018-02-28", "invited", "2018-02", 0),
        ("2019-03-30", "invited", "2018-02", 0),
        ("2019-03-31", "planned", "2019-03", 1),
        ("2020-01-15", "declined", "2020-01-15", 2),
    ):
        found = (await released.get(f"{LINE}?as_at={day}")).json()
        assert (found["state"], found["since"], len(found["moves"])) == (state, since, moves), day
    for query, count in (
        ("as_at=2018-02-27", 0),
        ("as_at=2019-03-30&state=planned", 0),
        ("as_at=2019-03-31&state=planned", 1),
        ("as_at=2019-03-31&state=invited", 2),
        ("as_at=2020-01-15&state=declined", 1),
        ("state=declined", 1),
    ):
        assert len((await released.get(f"{API}/adoptions?{query}")).json()["items"]) == count, query
    (then,) = (await released.get(f"{API}/adoptions?as_at=2019-12-31&council=fife")).json()["items"]
    assert (then["state"], then["reason"], then["since"]) == ("planned", None, "2019-03")


async def test_what_was_told_wrongly_is_put_right_by_a_new_fact_with_a_reason(
    released: httpx.AsyncClient, councils: Running
) -> None:
    await move(released, state="planned", effective="2018-05-01")
    await move(released, state="in-use", effective="2019-03-01")
    undone = await correct(released, state="planned", effective="2019-03-01", correction_reason="Only the test ran")
    assert (undone["state"], undone["since"], undone["actual"]["in_use_on"]) == ("planned", "2018-05-01", None)
    used = await move(released, state="in-use", effective="2019-06-01")
    assert (used["actual"]["in_use_on"], used["lag_days"]) == ("2019-06-01", 458)
    assert (await released.get(f"{LINE}?as_at=2019-05-31")).json()["state"] == "planned"
    first, wrong, right, last = (await released.get(LINE)).json()["moves"]
    assert [one["correction_reason"] for one in (first, wrong, right, last)] == [None, None, "Only the test ran", None]
    assert (right["from_state"], right["to_state"]) == ("in-use", "planned")
    (event,) = await said(councils, "adoption-corrected")
    assert (event["from_state"], event["to_state"], event["correction_reason"]) == (
        "in-use",
        "planned",
        "Only the test ran",
    )


async def test_history_that_was_never_told_is_put_in_its_place(released: httpx.AsyncClient) -> None:
    await move(released, state="in-use", effective="2020-01-01")
    assert await refusal(released, "PATCH", LINE, {"state": "adapted", "note": "x", "effective": "2019-12-31"}) == (
        422,
        "dates-out-of-order",
    )
    now = await correct(released, state="adopting", effective="2019-04-01")
    assert (now["state"], now["actual"]) == ("in-use", {"adopt_on": "2019-04-01", "in_use_on": "2020-01-01"})
    assert (await released.get(f"{LINE}?as_at=2019-06-01")).json()["state"] == "adopting"


async def test_a_correction_that_would_leave_a_gap_is_refused(released: httpx.AsyncClient) -> None:
    await move(released, state="planned", effective="2018-05-01")
    await move(released, state="in-use", effective="2019-03-01")
    path = f"{LINE}/corrections"

    async def code(**wish: Any) -> tuple[int, str]:
        return await refusal(released, "POST", path, {"correction_reason": "x"} | wish)

    assert await code(state="withdrawn", effective="2018-06-01") == (409, "state-does-not-follow")
    assert await code(state="declined", reason="costs", effective="2018-06-01") == (409, "state-does-not-follow")
    assert await code(state="planned", effective="2018-05-01") == (409, "no-change")
    assert await code(state="planned", effective="2019-03-02") == (409, "nothing-to-correct")
    assert await code(state="planned", effective="2018-01") == (422, "dates-out-of-order")
    assert await code(state="planned", effective="2199") == (422, "date-in-the-future")
    assert await code(state="declined", effective="2018-06-01") == (422, "reason-missing")
    assert await refusal(released, "POST", path, {"state": "planned", "effective": "2018-06"}) == (422, "invalid")
    assert (await released.get(LINE)).json()["version"] == 3


async def test_a_council_plans_and_puts_right_only_its_own(released: httpx.AsyncClient, councils: Running) -> None:
    async with councils.client("programme:read", "adoptions:write", council="angus", client="angus-systems") as angus:
        for method, path, body in (
            ("PUT", "plan", {"adopt_on": "2031"}),
            ("POST", "corrections", {"state": "planned", "effective": "2018-02", "correction_reason": "x"}),
        ):
            answer = await angus.request(method, f"{LINE}/{path}", json=body, headers={"If-Match": '"1"'})
            assert (answer.status_code, answer.json()["code"]) == (403, "another-council")
        for path in ("", "/plan", "?as_at=2020-01-01"):
            answer = await angus.get(f"{LINE}{path}")
            assert (answer.status_code, answer.json()["code"]) == (403, "another-council")
    assert (await released.get(LINE)).json()["version"] == 1
