"""Deliverables as they were: the states they came to, and the versions they had, as at any day."""

from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as some

from services.projects.domain.deliverables import State
from tests.support.office import Office
from tests.support.some import fewer

FIRST = date(2018, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(0, 40, 8)]


async def moved(office: Office, key: str, to: str, effective: str, **said: str) -> None:
    await office.post(f"/deliverables/{key}/state-changes", {"to": to, "effective": effective, **said})


async def test_a_deliverable_is_shown_in_the_state_it_was_in_as_at_a_day(office: Office) -> None:
    key, new = await office.deliverable(), await office.deliverable(state="live")
    await moved(office, key, "beta", "2018-02-25")
    await moved(office, key, "live", "2019-01-01", reason="It passed")
    await moved(office, key, "superseded", "2020-06-01", successor=new, acknowledge_by="2020-12-31")
    path = f"/deliverables/{key}"

    async def then(day: str) -> tuple[Any, ...]:
        shown = await office.get(f"{path}?as_at={day}")
        names = ("state", "state_since", "state_reason", "successor", "acknowledge_by")
        return tuple(shown[name] for name in names)

    assert await then("2018-02-24") == (None, None, None, None, None)
    assert await then("2018-02-25") == ("beta", "2018-02-25", None, None, None)
    assert await then("2020-05-31") == ("live", "2019-01-01", "It passed", None, None)
    assert await then("2020-06-01") == ("superseded", "2020-06-01", None, new, "2020-12-31")
    assert await office.get(f"{path}?as_at=2199-12-31") == await office.get(path)
    await office.refused("GET", f"{path}?as_at=2018", status=422, code="invalid")
    await office.refused("GET", "/deliverables/no-such?as_at=2018-01-01", status=404, code="not-found")


async def test_the_states_that_a_deliverable_came_to_are_listed_with_when_that_was_recorded(office: Office) -> None:
    key = await office.deliverable(state="in-progress")
    await office.change("PATCH", f"/deliverables/{key}", {"name": "Another name"}, version=1)
    await moved(office, key, "beta", "2018-02-25")
    await moved(office, key, "withdrawn", "2019-01-01", reason="Nobody took it up")
    found = (await office.get(f"/deliverables/{key}/state-changes"))["items"]
    assert [(one["number"], one["from_state"], one["to_state"], one["effective"], one["reason"]) for one in found] == [
        (1, None, "in-progress", None, None),
        (3, "in-progress", "beta", "2018-02-25", None),
        (4, "beta", "withdrawn", "2019-01-01", "Nobody took it up"),
    ]
    assert all(one["recorded_at"] >= "2026" for one in found)
    then = (await office.get(f"/deliverables/{key}/state-changes?as_at=2018-12-31"))["items"]
    assert then == [found[1]], "it was found in progress later than that"
    first = await office.get(f"/deliverables/{key}/state-changes?limit=2")
    rest = (await office.ask("GET", first["next"].removeprefix("/api/v1"))).json()
    assert [*first["items"], *rest["items"]] == found
    assert rest["next"] is None
    empty = await office.deliverable()
    assert (await office.get(f"/deliverables/{empty}/state-changes"))["items"] == []
    await office.refused("GET", "/deliverables/no-such/state-changes", status=404, code="not-found")


async def test_deliverables_are_listed_by_the_state_they_were_in(office: Office) -> None:
    project = await office.project()
    early, late, never = [await office.deliverable(project=project) for _ in range(3)]
    await moved(office, early, "beta", "2018-01-01")
    await moved(office, early, "live", "2019-01-01")
    await moved(office, late, "beta", "2019-01-01")

    async def listed(query: str) -> list[str]:
        return [one["key"] for one in (await office.get(f"/deliverables?project={project}&{query}"))["items"]]

    assert await listed("as_at=2018-06-01") == [early, late, never]
    assert await listed("as_at=2018-06-01&state=beta") == [early]
    assert await listed("as_at=2018-06-01&state=not-recorded") == [late, never]
    assert await listed("as_at=2019-06-01&state=beta") == [late]
    page = await office.get(f"/deliverables?project={project}&as_at=2018-06-01&limit=2")
    assert [one["state"] for one in page["items"]] == ["beta", None]
    assert "as_at=2018-06-01" in page["next"]


async def test_versions_are_published_and_listed_by_date(office: Office) -> None:
    key = await office.deliverable(state="live")
    path = f"/deliverables/{key}/versions"
    digest = "ab" * 32
    wish = {"version": "1.1", "effective": "2019-01-01", "link": "https://example.org/1.1.zip", "sha256": digest}
    made = await office.post(path, wish | {"summary": "With the new forms"})
    assert (made["version"], made["latest_version"], made["published"]["version"]) == (2, "1.1", "1.1")
    late = await office.post(path, {"version": "1.0", "effective": "2018-02-25"})
    assert (late["latest_version"], late["published"]["effective"]) == ("1.1", "2018-02-25")
    listed = (await office.get(path))["items"]
    assert [one["version"] for one in listed] == ["1.0", "1.1"]
    assert listed[1] == made["published"]
    assert [one["version"] for one in (await office.get(f"{path}?as_at=2018-12-31"))["items"]] == ["1.0"]
    assert (await office.get(f"/deliverables/{key}"))["latest_version"] == "1.1"
    assert (await office.get(f"/deliverables/{key}?as_at=2018-12-31"))["latest_version"] == "1.0"
    page = await office.get(f"{path}?limit=1")
    assert (await office.ask("GET", page["next"].removeprefix("/api/v1"))).json()["items"] == listed[1:]
    told = (await office.told(key, 3))[1]
    assert (told.name, told.headers["ce-time"]) == ("deliverable-version-published", "2019-01-01T00:00:00Z")
    assert told.data["version"] == "1.1"
    assert told.data["sha256"] == digest


async def test_a_wrong_version_is_refused(office: Office) -> None:
    key = await office.deliverable(state="live")
    path = f"/deliverables/{key}/versions"
    await office.post(path, {"version": "1.0", "effective": "2018-02-25"})
    detail = (await office.refused("POST", path, {"version": "1.0"}, status=409, code="version-exists-already"))[
        "detail"
    ]
    assert "published on 2018-02-25" in detail
    await office.refused("POST", path, {"version": "1 0"}, status=422, code="invalid")
    await office.refused("POST", path, {"version": "1.1", "sha256": "AB"}, status=422, code="invalid")
    await office.refused(
        "POST", path, {"version": "1.1", "effective": "2199-01-01"}, status=422, code="date-in-the-future"
    )
    await moved(office, key, "withdrawn", "2019-01-01", reason="Nobody took it up")
    await office.refused("POST", path, {"version": "1.1"}, status=409, code="deliverable-withdrawn")
    await office.post(path, {"version": "1.1", "effective": "2018-12-31"})
    await office.refused("POST", "/deliverables/no-such/versions", {"version": "1"}, status=404, code="not-found")
    await office.refused("GET", "/deliverables/no-such/versions", status=404, code="not-found")


STEPS = some.lists(
    some.tuples(some.sampled_from([*get_args(State), "version"]), some.integers(0, 39)), min_size=1, max_size=12
)


@settings(max_examples=fewer(12))
@given(steps=STEPS)
async def test_what_was_true_on_a_day_stays_so_whatever_is_told_of_later_days(
    office: Office, steps: list[tuple[str, int]]
) -> None:
    key, new = await office.deliverable(), await office.deliverable(state="live")

    async def as_at(day: date) -> tuple[Any, ...]:
        shown = await office.get(f"/deliverables/{key}?as_at={day}")
        states = (await office.get(f"/deliverables/{key}/state-changes?as_at={day}"))["items"]
        versions = (await office.get(f"/deliverables/{key}/versions?as_at={day}"))["items"]
        assert shown["state"] == (states[-1]["to_state"] if states else None)
        assert shown["latest_version"] == (versions[-1]["version"] if versions else None)
        return {name: value for name, value in shown.items() if name != "version"}, states, versions

    for number, (step, offset) in enumerate(steps):
        day = FIRST + timedelta(days=offset)
        before = {earlier: await as_at(earlier) for earlier in DAYS if earlier < day}
        wish: dict[str, Any] = {"effective": day.isoformat()}
        if step == "version":
            answer = await office.ask("POST", f"/deliverables/{key}/versions", wish | {"version": f"1.{number}"})
        else:
            wish |= {"superseded": {"successor": new}, "withdrawn": {"reason": "Not needed"}}.get(step, {})
            answer = await office.ask("POST", f"/deliverables/{key}/state-changes", wish | {"to": step})
        assert answer.status_code in {201, 409, 422}, answer.text
        assert {earlier: await as_at(earlier) for earlier in before} == before
    assert (await as_at(date(2199, 1, 1)))[0] == {
        name: value for name, value in (await office.get(f"/deliverables/{key}")).items() if name != "version"
    }
