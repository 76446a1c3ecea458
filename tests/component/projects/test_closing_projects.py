"""A project is closed once and for good: it is told, shown from its day on, and asked no more."""

import asyncio

import pytest

from tests.support import asking
from tests.support.office import GO, Office

CLOSED = {"outcome": "delivered", "by_role": "delivery-board", "reason": "In use", "effective": "2019-06-30"}
SHOWN = {
    "closed_on": "2019-06-30",
    "outcome": "delivered",
    "closed_by_role": "delivery-board",
    "closing_reason": "In use",
}
NOT_CLOSED = dict.fromkeys(SHOWN)


async def on_register(office: Office, key: str, query: str = "") -> dict[str, object]:
    """Return what a list of projects shows of the end of one."""
    portfolio = await office.portfolio(**{"from": "2017-01-01"})
    await office.post(f"/projects/{key}/placements", {"portfolio": portfolio, "from": "2017-01-01"})
    (found,) = (await office.get(f"/projects?portfolio={portfolio}{query}"))["items"]
    return {name: found[name] for name in (*SHOWN, "closing_recorded_at")}


async def test_a_project_is_closed_and_everybody_is_told_how_it_ended(office: Office) -> None:
    key = await office.project()
    assert (await office.get(f"/projects/{key}"))["closed_on"] is None
    closed = await office.post(f"/projects/{key}/close", CLOSED, status=200)
    assert {name: closed[name] for name in SHOWN} == SHOWN
    assert closed["closing_recorded_at"] > "2026"
    assert await office.get(f"/projects/{key}") == closed
    _, told = await office.told(key, 2)
    assert (told.name, told.sequence) == ("closed", 2)
    assert told.data == {"project": key} | CLOSED
    assert told.headers["ce-time"] == "2019-06-30T00:00:00Z"


async def test_a_day_before_it_was_closed_knows_nothing_of_it(office: Office) -> None:
    key = await office.project()
    await office.post(f"/projects/{key}/close", CLOSED, status=200)
    before = await on_register(office, key, "&as_at=2019-06-29")
    assert before == NOT_CLOSED | {"closing_recorded_at": None}
    on_the_day = await on_register(office, key, "&as_at=2019-06-30")
    assert {name: on_the_day[name] for name in SHOWN} == SHOWN


async def test_a_closed_project_is_not_moved_on(office: Office) -> None:
    lifecycle = await office.lifecycle()
    key, bare = await office.project(lifecycle=lifecycle), await office.project()
    for one in (key, bare):
        await office.post(f"/projects/{one}/close", CLOSED, status=200)
    for path, body in (
        (f"/projects/{key}/close", CLOSED),
        (f"/projects/{key}/gate-decisions", GO),
        (f"/projects/{key}/phase-changes", {"to": "alpha", "decision": GO}),
    ):
        problem = await office.refused("POST", path, body, status=409, code="project-closed")
        assert "was closed on 2019-06-30 (delivered)" in problem["detail"]
    said = {"lifecycle": lifecycle}
    await office.refused("PATCH", f"/projects/{bare}", said, status=409, code="project-closed", If_Match='"2"')
    renamed = await office.change("PATCH", f"/projects/{bare}", {"notes": "Read again"}, version=2)
    assert (renamed["notes"], renamed["outcome"]) == ("Read again", "delivered")


async def test_a_closed_project_asks_councils_for_nothing_more(office: Office) -> None:
    key = await office.project()
    await office.post(f"/projects/{key}/close", CLOSED, status=200)
    body = await asking.wish(office, project=key)
    await office.refused("POST", "/calls", body, status=409, code="project-closed")


async def test_a_draft_of_a_project_that_was_closed_meanwhile_is_not_published(office: Office) -> None:
    draft = await asking.drafted(office)
    await office.post(f"/projects/{draft['project']}/close", CLOSED, status=200)
    codes = {"accept_warnings": ["capacity-not-told"]}
    await office.refused("POST", f"/calls/{draft['key']}/publish", codes, status=409, code="project-closed")
    assert (await office.get(f"/calls/{draft['key']}"))["state"] == "draft"


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"effective": "2199-01-01"}, "effective", "date-in-the-future"),
        ({"outcome": "stopped", "reason": None}, "reason", "reason-missing"),
        ({"outcome": "abandoned"}, "outcome", "invalid"),
        ({"by_role": "somebody"}, "by_role", "invalid"),
        ({"mood": "sad"}, "mood", "invalid"),
    ],
)
async def test_a_closing_that_says_too_little_is_refused(
    office: Office, said: dict[str, object], field: str, code: str
) -> None:
    key = await office.project()
    problem = await office.refused("POST", f"/projects/{key}/close", CLOSED | said, status=422, code=code)
    assert [one["field"] for one in problem["errors"]] == [field]


async def test_two_that_close_a_project_at_once_close_it_once(office: Office) -> None:
    key = await office.project()
    answers = await asyncio.gather(*(office.ask("POST", f"/projects/{key}/close", CLOSED) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert await office.recorded(key) == ["registered", "closed"]
