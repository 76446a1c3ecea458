"""Members as at a date, and what sources reported."""

import json

import httpx

from tests.support.world import World

API = "/api/v1"


async def test_members_are_those_who_certainly_were_on_that_day(office: httpx.AsyncClient) -> None:
    then = (await office.get(f"{API}/memberships?as_at=2019-10-01")).json()
    assert [one["council"] for one in then["items"]] == ["angus", "fife", "na-h-eileanan-siar"]
    assert (then["members"], then["not_known"]) == (3, [])
    before = (await office.get(f"{API}/memberships?as_at=2018-02")).json()
    assert (before["as_at"], before["members"], before["items"]) == ("2018-02-28", 0, [])
    assert before["not_known"] == ["angus", "fife", "na-h-eileanan-siar"]


async def test_a_council_leaves_and_joins_again_and_every_period_is_kept(
    office: httpx.AsyncClient, world: World
) -> None:
    left = await office.post(f"{API}/memberships/S12000015/end", json={"left": "2022-03-31"})
    assert left.status_code == 200, left.text
    assert (left.json()["council"], left.json()["left"], left.headers["etag"]) == ("fife", "2022-03-31", '"2"')
    again = await office.post(f"{API}/memberships", json={"council": "fife", "joined": "2024-05", "certainty": "known"})
    assert again.status_code == 201, again.text
    assert [(one["joined"], one["left"]) for one in again.json()["earlier"]] == [("2019-10-01", "2022-03-31")]
    assert (await office.get(again.headers["location"])).json() == again.json()

    for day, members in {"2022-03-30": 3, "2022-03-31": 2, "2024-05-30": 2, "2024-05-31": 3}.items():
        assert (await office.get(f"{API}/memberships?as_at={day}")).json()["members"] == members, day
    at_first = (await office.get(f"{API}/memberships?as_at=2020")).json()["items"][1]
    assert (at_first["joined"], at_first["left"]) == ("2019-10-01", None), "that it leaves in 2022 is no fact of 2020"
    assert (await office.get(f"{API}/councils/fife")).json()["membership"]["joined"] == "2024-05"

    messages = [one for one in await world.heard("COUNCILS", 9) if one.subject.endswith(".fife")]
    history = [(one.headers["ce-type"].split(".")[2], one.headers["ce-sequence"]) for one in messages]
    assert history[1:] == [("membership-started", "1"), ("membership-ended", "2"), ("membership-started", "3")]
    assert json.loads(messages[-1].data)["effective"] == "2024-05"


async def test_a_membership_that_does_not_hang_together_is_refused(office: httpx.AsyncClient) -> None:
    async def refusal(path: str, wish: dict[str, object]) -> tuple[int, str]:
        answer = await office.post(f"{API}/memberships{path}", json=wish)
        return answer.status_code, answer.json()["code"]

    known = {"certainty": "known"}
    assert await refusal("", {"council": "fife", "joined": "2020", **known}) == (409, "member-already")
    assert await refusal("", {"council": "atlantis", "joined": "2020", **known}) == (404, "not-found")
    assert await refusal("", {"council": "fife", **known}) == (422, "certainty-without-date")
    assert await refusal("", {"council": "fife", "joined": "2020-02-30", **known}) == (422, "invalid")
    assert await refusal("/fife/end", {"left": "2018"}) == (422, "dates-out-of-order")
    assert (await office.post(f"{API}/memberships/fife/end", json={"left": "2020"})).status_code == 200
    assert await refusal("/fife/end", {"left": "2021"}) == (409, "not-a-member")


async def test_the_reported_count_in_force_is_given_with_its_source_and_what_disagrees(
    office: httpx.AsyncClient,
) -> None:
    for key, councils in (("gdpr-toolkit", 30), ("before-release-three", 31)):
        wish = {
            "key": key,
            "as_of": "2018",
            "councils": councils,
            "basis": "as said then",
            "source": f"https://example.org/{key}",
        }
        made = await office.post(f"{API}/memberships/counts", json=wish)
        assert made.status_code == 201, made.text
        assert (await office.get(made.headers["location"])).json() == made.json()

    during = (await office.get(f"{API}/memberships?as_at=2018-02-25")).json()["reported"]
    assert (during["councils"], during["source"]) == (30, "https://example.org/gdpr-toolkit")
    assert [(one["councils"], one["source"]) for one in during["beside"]] == [
        (31, "https://example.org/before-release-three")
    ]
    after = (await office.get(f"{API}/memberships?as_at=2019-02-25")).json()["reported"]
    assert (after["key"], [one["key"] for one in after["beside"]]) == ("before-release-three", ["gdpr-toolkit"])
    assert (await office.get(f"{API}/memberships?as_at=2017")).json()["reported"] is None

    listed = (await office.get(f"{API}/memberships/counts?limit=1")).json()
    assert [one["key"] for one in listed["items"]] == ["gdpr-toolkit"]
    assert [one["key"] for one in (await office.get(listed["next"])).json()["items"]] == ["before-release-three"]


async def test_members_are_listed_page_by_page(office: httpx.AsyncClient) -> None:
    first = (await office.get(f"{API}/memberships?as_at=2020&limit=2")).json()
    assert [one["council"] for one in first["items"]] == ["angus", "fife"]
    rest = (await office.get(first["next"])).json()
    assert ([one["council"] for one in rest["items"]], rest["members"]) == (["na-h-eileanan-siar"], 3)
