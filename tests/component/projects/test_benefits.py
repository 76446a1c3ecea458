"""Benefit profiles: what one says, what of it held on a day, and who may count what."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.office import Json, Office, unused

TODAY = datetime.now(UTC).date()
ATTRIBUTION = {"kind": "share", "percentage": 40.0, "rule": "By the users that each project brought"}
WHOLE = {
    "statement": "Less time is spent on searching",
    "type": "quantitative",
    "owner_role": "benefits-owner",
    "measure": "hours-saved",
    "unit": "hours a year",
    "attribution": ATTRIBUTION,
    "baseline": {"value": 1200.5, "date": "2018-03"},
    "target": {"value": 800.0, "date": "2020"},
    "schedule": {"every": "year", "first_due": "2199-03-31", "last_due": None},
    "effective": "2018-04-01",
}
FIGURE = ("value", "date", "reason", "effective")


async def profile(office: Office, **said: Any) -> Json:
    body = {"key": unused("benefit"), "project": await office.project(), "statement": "Less paper"} | said
    return await office.post("/benefit-profiles", body)


async def as_at(office: Office, key: str, day: str) -> Json:
    return await office.get(f"/benefit-profiles/{key}?as_at={day}")


def held(view: Json, kind: str) -> list[Any]:
    return [view[kind][name] for name in FIGURE] if view[kind] else []


async def test_a_profile_says_what_is_measured_and_whose_it_is(office: Office) -> None:
    made = await profile(office, **WHOLE)
    assert {name: made[name] for name in WHOLE.keys() - {"baseline", "target", "schedule"}} == {
        name: WHOLE[name] for name in WHOLE.keys() - {"baseline", "target", "schedule"}
    }
    assert held(made, "baseline") == [1200.5, "2018-03", None, "2018-04-01"]
    assert held(made, "target") == [800.0, "2020", None, "2018-04-01"]
    assert {name: made["schedule"][name] for name in ("every", "first_due", "last_due", "effective")} == {
        "every": "year",
        "first_due": "2199-03-31",
        "last_due": None,
        "effective": "2018-04-01",
    }
    assert made["next_due"] == "2199-03-31"
    assert min(made["recorded_at"], made["baseline"]["recorded_at"]) > "2026"
    assert await office.get(f"/benefit-profiles/{made['key']}") == made
    (told,) = await office.told(made["key"], 1)
    assert told.data == {"benefit": made["key"], "project": made["project"]} | WHOLE | {
        "class_as_found": None,
        "amount_gbp": None,
        "basis": None,
    }
    assert told.headers["ce-time"] == "2018-04-01T00:00:00Z"


async def test_another_target_holds_from_its_day_on_and_says_why(office: Office) -> None:
    key = (await profile(office, **WHOLE))["key"]
    changed = await office.change(
        "PATCH",
        f"/benefit-profiles/{key}",
        {"target": {"value": 900, "date": "2021"}, "reason": "Two councils left", "effective": "2019-06-30"},
        version=1,
    )
    assert held(changed, "target") == [900.0, "2021", "Two councils left", "2019-06-30"]
    assert changed["target"]["recorded_at"] > "2026"
    assert held(changed, "baseline") == [1200.5, "2018-03", None, "2018-04-01"]
    assert held(await as_at(office, key, "2019-06-29"), "target") == [800.0, "2020", None, "2018-04-01"]
    assert held(await as_at(office, key, "2019-06-30"), "target") == held(changed, "target")
    _, told = await office.told(key, 2)
    assert told.name == "benefit-target-changed"
    assert told.data["before"] == {"value": 800.0, "date": "2020"}
    assert (told.data["target"], told.data["reason"]) == ({"value": 900.0, "date": "2021"}, "Two councils left")
    assert told.headers["ce-time"] == "2019-06-30T00:00:00Z"


async def test_a_profile_is_found_by_day_by_project_and_by_type(office: Office) -> None:
    one = await profile(office, type="cost-avoidance", effective="2018-04-01")
    other = await profile(office, project=one["project"])

    async def listed(query: str = "") -> list[str]:
        found = await office.get(f"/benefit-profiles?project={one['project']}{query}")
        return [each["key"] for each in found["items"]]

    assert await listed() == sorted((one["key"], other["key"]))
    assert await listed("&type=cost-avoidance") == [one["key"]]
    assert await listed("&type=not-recorded") == [other["key"]]
    assert await listed("&type=dis-benefit") == []
    assert await listed("&as_at=2018-04-01") == [one["key"]]
    assert await listed("&as_at=2018-03-31") == []
    problem = await office.refused(
        "GET", f"/benefit-profiles/{one['key']}?as_at=2018-03-31", status=404, code="not-found"
    )
    assert "it is of 2018-04-01" in problem["detail"]


async def test_details_change_without_a_reason_and_nothing_is_told_where_nothing_changed(office: Office) -> None:
    made = await profile(office, **WHOLE)
    path = f"/benefit-profiles/{made['key']}"
    same = {name: WHOLE[name] for name in WHOLE.keys() - {"effective"}}
    assert await office.change("PATCH", path, same, version=1) == made
    said = {"owner_role": "sponsor", "attribution": {"kind": "whole", "rule": "Nobody else does it"}}
    changed = await office.change("PATCH", path, said, version=1)
    assert (changed["version"], changed["owner_role"]) == (2, "sponsor")
    assert changed["attribution"] == {"kind": "whole", "percentage": None, "rule": "Nobody else does it"}
    _, told = await office.told(made["key"], 2)
    assert (told.name, told.data["owner_role"], told.data["unit"]) == (
        "benefit-details-changed",
        "sponsor",
        "hours a year",
    )
    await office.refused("PATCH", path, said, status=428, code="if-match-required")
    await office.refused("PATCH", path, said, status=412, code="changed-meanwhile", If_Match='"1"')


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"attribution": {"kind": "share", "rule": "Half"}}, "percentage-missing", "attribution.percentage"),
        (
            {"attribution": {"kind": "whole", "percentage": 5, "rule": "All"}},
            "percentage-not-allowed",
            "attribution.percentage",
        ),
        ({"attribution": {"kind": "share", "percentage": 100, "rule": "All"}}, "invalid", "attribution.percentage"),
        ({"baseline": {"value": "12", "date": "2018"}}, "invalid", "baseline.value"),
        ({"baseline": {"value": 12, "date": "2018-13"}}, "invalid", "baseline.date"),
        ({"owner_role": "somebody"}, "invalid", "owner_role"),
        ({"effective": "2199-01-01"}, "date-in-the-future", "effective"),
        ({"schedule": {"every": "week", "first_due": "2027-01-31"}}, "invalid", "schedule.every"),
        ({"schedule": {"every": "year", "first_due": "2018-03-31"}}, "dates-out-of-order", "schedule.first_due"),
        (
            {"schedule": {"every": "year", "first_due": "2199-03-31", "last_due": "2199-03-30"}},
            "dates-out-of-order",
            "schedule.last_due",
        ),
        ({"claims": [{"from": "2027-01-01"}]}, "councils-or-all", "councils"),
        ({"claims": [{"programme_wide": True, "from": "2027-01-01"}]}, "measure-missing", "measure"),
    ],
)
async def test_a_profile_that_does_not_hang_together_is_refused(
    office: Office, said: Json, code: str, field: str
) -> None:
    body = {"key": unused("benefit"), "project": await office.project(), "statement": "Less paper"} | said
    problem = await office.refused("POST", "/benefit-profiles", body, status=422, code=code)
    assert [one["field"] for one in problem["errors"]] == [field]


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"target": {"value": 1, "date": "2020"}}, "reason-missing", "reason"),
        ({"baseline": {"value": 1, "date": "2020"}}, "reason-missing", "reason"),
        ({"target": None}, "invalid", "target"),
        ({"statement": None}, "invalid", "statement"),
        (
            {"target": {"value": 1, "date": "2020"}, "reason": "So", "effective": "2018-03-31"},
            "dates-out-of-order",
            "effective",
        ),
        (
            {"target": {"value": 1, "date": "2020"}, "reason": "So", "effective": "2199-01-01"},
            "date-in-the-future",
            "effective",
        ),
        ({"schedule": {"every": "month", "first_due": TODAY.isoformat()}}, "dates-out-of-order", "schedule.first_due"),
        ({"schedule": None, "effective": "2019-01-01"}, "dates-out-of-order", "effective"),
        ({"project": "another"}, "invalid", "project"),
    ],
)
async def test_a_change_that_would_rewrite_what_was_promised_is_refused(
    office: Office, said: Json, code: str, field: str
) -> None:
    key = (await profile(office, **WHOLE))["key"]
    path = f"/benefit-profiles/{key}"
    problem = await office.refused("PATCH", path, said, status=422, code=code, If_Match='"1"')
    assert [one["field"] for one in problem["errors"]] == [field]


async def test_a_second_profile_that_claims_the_same_is_refused_and_told_whose_it_is(office: Office) -> None:
    measure = unused("measure")
    claim = {"councils": ["fife", "angus"], "from": "2027-01-01", "to": "2027-12-31"}
    one = await profile(office, measure=measure, claims=[claim])
    other = await profile(office, measure=measure)
    path = f"/benefit-profiles/{other['key']}/claims"
    wide = {"programme_wide": True, "from": "2027-12-31"}
    problem = await office.refused("POST", path, wide, status=409, code="measure-claimed")
    assert f"by the benefit profile '{one['key']}' of the project '{one['project']}'" in problem["detail"]
    assert "for angus, fife from 2027-01-01 to 2027-12-31" in problem["detail"]
    await office.refused(
        "POST",
        "/benefit-profiles",
        {
            "key": unused("benefit"),
            "project": other["project"],
            "statement": "Less paper",
            "measure": measure,
            "claims": [{"councils": ["fife"], "from": "2026-01-01"}],
        },
        status=409,
        code="measure-claimed",
    )
    made = await office.post(path, wide | {"from": "2028-01-01"})
    assert (made["version"], made["claim"]["number"], made["claim"]["programme_wide"]) == (2, 1, True)
    await office.post(path, {"councils": ["moray"], "from": "2027-01-01", "to": "2027-12-31"})
    await office.post(f"/benefit-profiles/{(await profile(office, measure=unused('measure')))['key']}/claims", wide)
    _, told = await office.told(one["key"], 2)
    assert (told.name, told.data["claim"], told.data["councils"]) == ("benefit-claimed", 1, ["angus", "fife"])
    assert (told.data["measure"], told.data["starts"], told.data["ends"]) == (measure, "2027-01-01", "2027-12-31")


async def test_a_claim_that_is_given_up_frees_its_measure_and_stays_in_the_books(office: Office) -> None:
    measure = unused("measure")
    claim = {"programme_wide": True, "from": "2027-01-01"}
    one, other = await profile(office, measure=measure, claims=[claim]), await profile(office, measure=measure)
    withdraw = f"/benefit-profiles/{one['key']}/claims/1/withdraw"
    await office.refused("POST", withdraw, {}, status=422, code="invalid")
    given_up = await office.post(withdraw, {"reason": "Counted by another project"}, status=200)
    assert given_up["claim"]["withdrawn_on"] == TODAY.isoformat()
    await office.refused("POST", withdraw, {"reason": "Again"}, status=409, code="no-change")
    await office.refused(
        "POST", withdraw.replace("claims/1", "claims/2"), {"reason": "No"}, status=404, code="not-found"
    )
    await office.post(f"/benefit-profiles/{other['key']}/claims", claim)
    (listed,) = (await office.get(f"/benefit-profiles/{one['key']}/claims"))["items"]
    assert listed == given_up["claim"]
    assert (listed["withdrawal_reason"], listed["from"], listed["to"]) == (
        "Counted by another project",
        "2027-01-01",
        None,
    )
    told = await office.told(one["key"], 3)
    assert [each.name for each in told] == ["benefit-profiled", "benefit-claimed", "benefit-claim-withdrawn"]


async def test_a_profile_keeps_the_measure_that_it_claims(office: Office) -> None:
    measure = unused("measure")
    made = await profile(office, measure=measure, claims=[{"programme_wide": True, "from": "2027-01-01"}])
    path = f"/benefit-profiles/{made['key']}"
    said = {"measure": unused("measure")}
    await office.refused("PATCH", path, said, status=409, code="measure-claimed", If_Match='"2"')
    assert (await office.change("PATCH", path, {"unit": "pages"}, version=2))["unit"] == "pages"


async def test_of_many_that_claim_the_same_at_once_one_has_it(office: Office) -> None:
    for number in range(3):
        measure = unused("measure")
        keys = [(await profile(office, measure=measure))["key"] for _ in range(4)]
        bodies = [
            {"programme_wide": True, "from": "2027-01-01"}
            if number == position
            else {"councils": ["fife", "angus"], "from": "2027-06-01"}
            for position, _ in enumerate(keys)
        ]
        answers = await asyncio.gather(
            *(
                office.ask("POST", f"/benefit-profiles/{key}/claims", body)
                for key, body in zip(keys, bodies, strict=True)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_a_claim_waits_for_one_that_is_being_made(office: Office) -> None:
    measure = unused("measure")
    one, other = await profile(office, measure=measure), await profile(office, measure=measure)
    await office.post(f"/benefit-profiles/{one['key']}/claims", {"councils": ["fife"], "from": "2027-01-01"})
    claim = {"councils": ["angus"], "from": "2027-01-01"}
    made = (
        "INSERT INTO benefit_claim (benefit, number, measure, councils, starts, effective, recorded_at) "
        "SELECT $1, 2, key, '[\"angus\"]', '2027-01-01', '2027-01-01', now() FROM named_measure WHERE key = $2 "
        "FOR UPDATE"
    )
    async with office.meanwhile(made, one["key"], measure) as somebody_waits:
        asked = asyncio.create_task(office.ask("POST", f"/benefit-profiles/{other['key']}/claims", claim))
        await somebody_waits()
    assert (await asked).json()["code"] == "measure-claimed"
