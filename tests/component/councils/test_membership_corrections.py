"""What was told of a membership is put right by new facts, and what that means for released deliverables."""

import json
from typing import Any

import httpx

from tests.component.councils.test_adoption_lines import closed, lines
from tests.support.world import Running, World

API = "/api/v1"
CORRECTIONS = f"{API}/memberships/fife/corrections"


async def test_a_correction_is_a_new_fact_that_every_later_answer_goes_by(
    office: httpx.AsyncClient, world: World
) -> None:
    wish = {
        "facts": [{"corrects": 1, "standing": "joined", "effective": "2018-02"}],
        "reason": "The minutes of the board were found",
        "source": "https://example.org/minutes",
    }
    made = await office.post(f"{API}/memberships/S12000015/corrections", json=wish)
    assert made.status_code == 201, made.text
    shown = made.json()
    assert (shown["standing"], shown["joined"], shown["certainty"]) == ("joined", "2018-02", "known")
    assert [(one["number"], one["effective"], one["corrected_by"], one["reason"]) for one in shown["history"]] == [
        (1, "2019-10-01", 2, None),
        (2, "2018-02", None, "The minutes of the board were found"),
    ]
    assert all(one["recorded_at"] for one in shown["history"])
    assert (await office.get(made.headers["location"])).json() == shown

    for day, members in {"2018-02-27": 0, "2018-02-28": 1, "2019-09-30": 1, "2019-10-01": 3}.items():
        assert (await office.get(f"{API}/memberships?as_at={day}")).json()["members"] == members, day
    assert (await office.get(f"{API}/memberships/fife?as_at=2018-01")).json()["standing"] == "none"
    assert (await office.get(f"{API}/councils/fife?as_at=2018-03")).json()["membership"]["joined"] == "2018-02"

    (event,) = [one for one in await world.heard("COUNCILS", 7) if ".membership-corrected." in one.subject]
    assert event.subject == "partnership.councils.membership-corrected.v1.fife"
    told = json.loads(event.data)
    assert (told["corrects"], told["was_effective"], told["effective"]) == (1, "2019-10-01", "2018-02")


async def test_corrections_that_make_no_sense_are_refused_and_leave_nothing(office: httpx.AsyncClient) -> None:
    async def refusal(*facts: dict[str, Any], reason: str | None = "r") -> tuple[int, str]:
        answer = await office.post(CORRECTIONS, json={"facts": facts} | ({"reason": reason} if reason else {}))
        return answer.status_code, answer.json()["code"]

    right = {"corrects": 1, "standing": "joined", "effective": "2018-02"}
    assert await refusal(right, reason=None) == (422, "invalid")
    assert await refusal() == (422, "invalid")
    assert await refusal(right | {"corrects": 9}) == (422, "unknown-fact")
    assert await refusal({"corrects": 1, "standing": "joined"}) == (409, "no-change")
    assert await refusal({"standing": "left", "effective": "2018"}) == (409, "standing-does-not-follow")
    assert await refusal({"standing": "never"}) == (422, "fact-missing")
    assert await refusal(right, right) == (409, "corrected-already")
    assert await refusal(right | {"certainty": "unknown"}) == (422, "certainty-without-date")
    # both together hold, though neither would alone
    both = [{"standing": "joined", "effective": "2016"}, {"standing": "left", "effective": "2017"}]
    made = await office.post(CORRECTIONS, json={"facts": both, "reason": "It had been there before"})
    assert made.status_code == 201, made.text
    assert [(one["joined"], one["left"]) for one in made.json()["earlier"]] == [("2016", "2017")]
    assert len(made.json()["history"]) == 3


async def test_a_council_in_principle_is_listed_apart_and_joins_later(office: httpx.AsyncClient) -> None:
    council = {"slug": "moray", "name": "The Moray Council", "gss_code": "S12000020", "code3": "mry"}
    assert (await office.post(f"{API}/councils", json=council)).status_code == 201
    wish = {"agreed": "2019-10-01", "certainty": "known", "source": "https://example.org/all"}
    agreed = await office.post(f"{API}/memberships/MRY/in-principle", json=wish)
    assert agreed.status_code == 200, agreed.text
    assert (agreed.json()["standing"], agreed.json()["in_principle"], agreed.json()["joined"]) == (
        "in-principle",
        "2019-10-01",
        None,
    )
    page = (await office.get(f"{API}/memberships?as_at=2020")).json()
    assert (page["members"], page["in_principle"]) == (3, 1)
    assert [one["standing"] for one in page["items"]] == ["joined", "joined", "in-principle", "joined"]
    only = (await office.get(f"{API}/memberships?as_at=2020&standing=in-principle")).json()["items"]
    assert [one["council"] for one in only] == ["moray"]

    twice = await office.post(f"{API}/memberships/moray/in-principle", json=wish)
    assert (twice.status_code, twice.json()["code"]) == (409, "in-principle-already")
    joined = await office.post(
        f"{API}/memberships", json={"council": "moray", "joined": "2021-04", "certainty": "known"}
    )
    assert (joined.json()["in_principle"], joined.json()["joined"]) == ("2019-10-01", "2021-04")
    after = (await office.get(f"{API}/memberships?as_at=2020")).json()
    for one in (*page["items"], *after["items"]):
        del one["version"]
    assert after == page, "a later fact changes no earlier answer"


async def test_who_turns_out_to_have_been_there_when_a_release_closed_is_offered_what_it_brought(
    office: httpx.AsyncClient, world: World
) -> None:
    await world.say(closed("release-one", "dpia-template", "personal-data-log"))
    await lines(office, 6)
    for slug, code in (("moray", "S12000020"), ("highland", "S12000017")):
        council = {"slug": slug, "name": slug, "gss_code": code}
        assert (await office.post(f"{API}/councils", json=council)).status_code == 201
    member = {"council": "moray", "joined": "2017", "certainty": "known"}
    assert (await office.post(f"{API}/memberships", json=member)).status_code == 201
    found = await lines(office, 2, "&council=moray")
    assert {(one["state"], one["release"], one["since"]) for one in found} == {("invited", "release-one", "2018-02")}

    late = {"council": "highland", "joined": "2019-10-01", "certainty": "known"}
    assert (await office.post(f"{API}/memberships", json=late)).status_code == 201
    assert await lines(office, 0, "&council=highland") == []
    wish = {"facts": [{"corrects": 1, "standing": "joined", "effective": "2018-01"}], "reason": "Its own register"}
    assert (await office.post(f"{API}/memberships/highland/corrections", json=wish)).status_code == 201
    assert len(await lines(office, 2, "&council=highland")) == 2
    opened = [one for one in await world.heard("COUNCILS", 21) if ".adoption-opened." in one.subject]
    assert len(opened) == 10


async def test_a_release_that_closed_when_nobody_was_there_is_offered_once_somebody_was(
    councils: Running, world: World
) -> None:
    async with councils.client() as client:
        council = {"slug": "fife", "name": "Fife Council", "gss_code": "S12000047"}
        assert (await client.post(f"{API}/councils", json=council)).status_code == 201
        await world.say(closed("release-one", "dpia-template"))
        member = {"council": "fife", "joined": "2016-10", "certainty": "known"}
        assert (await client.post(f"{API}/memberships", json=member)).status_code == 201
        assert [one["council"] for one in await lines(client, 1)] == ["fife"]


async def test_what_the_release_before_writes_is_told_as_well(office: httpx.AsyncClient, councils: Running) -> None:
    """It knows of periods alone: while both run, what it says must not be lost."""
    await councils.sql(
        "INSERT INTO council (slug, name, version, created_at, changed_at) VALUES ('moray', 'Moray', 1, now(), now())"
    )
    await councils.sql("INSERT INTO council_code VALUES ('S12000020', 'moray', 1, NULL, NULL, true)")
    await councils.sql("INSERT INTO membership VALUES ('moray', 1, NULL, now(), now())")
    await councils.sql(
        "INSERT INTO membership_period VALUES ('moray', 1, '2018', 'known', '2018-12-31', NULL, NULL, NULL)"
    )
    await councils.sql(
        """WITH one AS (UPDATE membership SET version = 2 WHERE council = 'moray')
           UPDATE membership_period SET ended = '2020-03', ended_day = '2020-03-31' WHERE council = 'moray'"""
    )
    shown = (await office.get(f"{API}/memberships/moray?as_at=2021")).json()
    assert (shown["standing"], shown["joined"], shown["left"]) == ("left", "2018", "2020-03")
    assert [(one["number"], one["standing"]) for one in shown["history"]] == [(1, "joined"), (2, "left")]
    # and what today's code tells stands in the periods, without being told twice
    wish = {"facts": [{"corrects": 2, "standing": "never"}], "reason": "It stayed"}
    made = await office.post(f"{API}/memberships/moray/corrections", json=wish)
    assert len(made.json()["history"]) == 3
    (period,) = await councils.sql("SELECT joined, ended FROM membership_period WHERE council = 'moray'")
    assert tuple(period) == ("2018", None)
