"""Measures fall due by the programme's clock, before a project ends and after, and are overdue where none comes."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.projects.domain.schedules import months_on
from tests.support.office import Json, Office, unused
from tests.support.some import fewer
from tests.support.waiting import eventually
from tests.support.world import World

CLOCK = "/operations/projects/clock"
BY = {"by_role": "benefits-owner", "evidence": ["https://example.org/survey"]}


@pytest.fixture(scope="module")
async def office(world: World) -> AsyncIterator[Office]:
    """An Office whose clock the tests move on: each begins on the day at which the one before ended."""
    await world.streams("councils")
    running = await world.start("projects", clock_movable=True)
    await running.ready()
    async with Office.at(world, running) as made:
        yield made


async def today(office: Office) -> date:
    return date.fromisoformat((await office.get(CLOCK))["today"])


async def moved_to(office: Office, day: date) -> None:
    answer = await office.ask("POST", CLOCK, {"today": day.isoformat()})
    assert answer.status_code == 200, answer.text


async def profile(office: Office, **said: Any) -> Json:
    body = {"key": unused("benefit"), "statement": "Less paper", "measure": "pages-saved"} | said
    return await office.post("/benefit-profiles", body | {"project": said.get("project") or await office.project()})


async def said_of(office: Office, key: str, *expected: str) -> None:
    """Wait until just these events were recorded after the profile itself."""

    async def check() -> None:
        assert await office.recorded(key) == ["benefit-profiled", *expected]

    await eventually(check)


async def periods(office: Office, key: str, query: str = "") -> list[Json]:
    items: list[Json] = (await office.get(f"/benefit-profiles/{key}/measures{query}"))["items"]
    return items


DUE, OVERDUE, MEASURED = "benefit-measure-due", "benefit-measure-overdue", "benefit-measured"


async def test_a_correction_is_a_new_measure_and_the_first_one_stays_true_to_its_day(office: Office) -> None:
    said = {"every": "year", "first_due": "2019-03-31", "last_due": "2019-12-31"}
    key = (await profile(office, schedule=said, effective="2018-04-01"))["key"]
    path, period = f"/benefit-profiles/{key}/measures", {"period": "2019-03-31"}
    await said_of(office, key, DUE, OVERDUE)
    await office.refused("POST", path, period | BY | {"value": "12"}, status=422, code="invalid")
    await office.refused("POST", path, {"period": "2020-03-31", "value": 1} | BY, status=409, code="period-not-due")
    await office.post(path, period | BY | {"value": 12.5, "effective": "2019-04-10"})
    problem = await office.refused("POST", path, period | BY | {"value": 11}, status=409, code="measured-already")
    assert "say 'corrects': 1 and the reason" in problem["detail"]
    right = period | BY | {"value": 11, "corrects": 1, "effective": "2019-06-01"}
    await office.refused("POST", path, right, status=422, code="reason-missing")
    await office.post(path, right | {"reason": "A copy was counted twice"})
    for day, value, state in (
        ("2019-04-09", None, "due"),
        ("2019-04-10", 12.5, "measured"),
        ("2019-05-31", 12.5, "measured"),
        ("2019-06-01", 11.0, "measured"),
    ):
        (one,) = await periods(office, key, f"?as_at={day}")
        assert (one["value"], one["state"]) == (value, state)
    assert await periods(office, key, "?as_at=2019-03-30") == []
    (now,) = await periods(office, key)
    assert (now["number"], now["corrects"], now["reason"]) == (2, 1, "A copy was counted twice")
    kept = {"type": "dis-benefit"}
    version = (await office.get(f"/benefit-profiles/{key}"))["version"]
    await office.refused(
        "PATCH", f"/benefit-profiles/{key}", kept, status=409, code="measured-already", If_Match=f'"{version}"'
    )


async def test_measures_go_on_falling_due_after_the_project_was_closed(office: Office) -> None:
    begins = await today(office)
    first, second = begins + timedelta(days=5), months_on(begins + timedelta(days=5), 3)
    schedule = {"every": "quarter", "first_due": first.isoformat()}
    made = await profile(office, owner_role="benefits-owner", schedule=schedule)
    key = made["key"]
    assert (made["next_due"], await periods(office, key)) == (first.isoformat(), [])
    closed = {"outcome": "delivered", "by_role": "delivery-board"}
    await office.post(f"/projects/{made['project']}/close", closed, status=200)

    await moved_to(office, first)
    await said_of(office, key, DUE)
    (one,) = await periods(office, key)
    assert (one["due"], one["from"], one["state"], one["value"]) == (
        first.isoformat(),
        (months_on(first, -3) + timedelta(days=1)).isoformat(),
        "due",
        None,
    )
    assert (await office.get(f"/benefit-profiles/{key}"))["next_due"] == second.isoformat()
    await moved_to(office, first + timedelta(days=30))
    assert (await periods(office, key))[0]["state"] == "due"
    await moved_to(office, first + timedelta(days=31))
    await said_of(office, key, DUE, OVERDUE)
    assert (await periods(office, key))[0]["state"] == "overdue"

    await moved_to(office, second)
    await said_of(office, key, DUE, OVERDUE, DUE)
    made = await office.post(f"/benefit-profiles/{key}/measures", {"period": second.isoformat(), "value": 12} | BY)
    assert (made["period"]["state"], made["period"]["value"], made["period"]["number"]) == ("measured", 12.0, 1)
    await moved_to(office, second + timedelta(days=40))
    assert [one["state"] for one in await periods(office, key)] == ["overdue", "measured"]
    await said_of(office, key, DUE, OVERDUE, DUE, MEASURED)
    _, due, overdue, _, measured = await office.told(key, 5)
    assert (due.data["period"], due.data["effective"], due.data["owner_role"]) == (
        first.isoformat(),
        first.isoformat(),
        "benefits-owner",
    )
    assert overdue.data["effective"] == (first + timedelta(days=31)).isoformat()
    assert overdue.headers["ce-actor"] == "service:projects"
    assert (measured.data["period"], measured.data["value"]) == (second.isoformat(), 12.0)


async def test_what_fell_due_while_nobody_looked_is_said_for_each_period_once(office: Office) -> None:
    begins = await today(office)
    last = months_on(begins, 12)
    key = (
        await profile(
            office,
            schedule={
                "every": "quarter",
                "first_due": (begins + timedelta(days=1)).isoformat(),
                "last_due": last.isoformat(),
            },
        )
    )["key"]
    await moved_to(office, months_on(begins, 24))
    expected = 4

    async def all_said() -> None:
        names = await office.recorded(key)
        assert (names.count(DUE), names.count(OVERDUE)) == (expected, expected)

    await eventually(all_said)
    found = await periods(office, key)
    assert [one["state"] for one in found] == ["overdue"] * expected
    told = [one.data["period"] for one in await office.told(key, 1 + 2 * expected) if one.name == DUE]
    assert told == [one["due"] for one in found]
    assert (await office.get(f"/benefit-profiles/{key}"))["next_due"] is None


async def test_another_schedule_takes_over_from_the_next_day_and_what_was_due_stays(office: Office) -> None:
    begins = await today(office)
    key = (await profile(office, schedule={"every": "month", "first_due": begins.isoformat()}))["key"]
    await said_of(office, key, DUE)
    version = (await office.get(f"/benefit-profiles/{key}"))["version"]
    first = begins + timedelta(days=10)
    said = {"schedule": {"every": "year", "first_due": first.isoformat(), "last_due": None}}
    changed = await office.change("PATCH", f"/benefit-profiles/{key}", said, version=version)
    assert changed["next_due"] == first.isoformat()
    await moved_to(office, months_on(begins, 2))
    await said_of(office, key, DUE, "benefit-schedule-changed", DUE, OVERDUE, OVERDUE)
    found = await periods(office, key)
    assert [(one["from"], one["due"]) for one in found][1:] == [
        ((begins + timedelta(days=1)).isoformat(), first.isoformat())
    ]
    ended = await office.change("PATCH", f"/benefit-profiles/{key}", {"schedule": None}, version=changed["version"] + 3)
    assert (ended["schedule"], ended["next_due"]) == (None, None)
    await moved_to(office, first + timedelta(days=800))
    assert [one["due"] for one in await periods(office, key)] == [one["due"] for one in found]


FIRST = date(2018, 1, 1)
DAYS = some.integers(0, 800).map(lambda days: FIRST + timedelta(days=days))
PERIODS = some.sampled_from(["2018-03-31", "2018-06-30", "2018-09-30", "2018-12-31", "2019-03-31"])
VALUES = some.integers(1, 99)
ASKED = some.one_of(
    some.tuples(some.just("measure"), PERIODS, VALUES, DAYS, some.sampled_from([None, 1, 2])),
    some.tuples(some.sampled_from(["baseline", "target"]), some.just(""), VALUES, DAYS, some.none()),
)
LOOKED_AT = [date(2018, 2, 1), date(2018, 10, 1), date(2019, 9, 1)]


async def shown(office: Office, key: str, day: date) -> Any:
    found = await office.get(f"/benefit-profiles/{key}?as_at={day}")
    return [found["baseline"], found["target"], found["schedule"], await periods(office, key, f"?as_at={day}")]


@settings(max_examples=fewer(6))
@given(asked=some.lists(ASKED, min_size=2, max_size=6))
async def test_what_was_true_on_a_day_stays_so_whatever_is_told_of_later_days(office: Office, asked: list[Any]) -> None:
    said = {"every": "quarter", "first_due": "2018-03-31", "last_due": "2019-03-31"}
    key = (await profile(office, schedule=said, effective=FIRST.isoformat()))["key"]
    path = f"/benefit-profiles/{key}"
    before = {day: await shown(office, key, day) for day in LOOKED_AT}
    for what, period, value, effective, corrects in asked:
        body: Json = {"reason": "As counted again", "effective": effective.isoformat()}
        if what == "measure":
            body |= {"period": period, "value": value, "corrects": corrects} | BY
            answer = await office.ask("POST", f"{path}/measures", body)
        else:
            body |= {what: {"value": value, "date": "2020"}}
            answer = await office.ask("PATCH", path, body, If_Match="*")
        assert answer.status_code in {200, 201, 409, 422}, answer.text
        after = {day: await shown(office, key, day) for day in LOOKED_AT}
        for day in LOOKED_AT:
            if answer.status_code >= 400 or effective > day:
                assert after[day] == before[day]
        before = after
