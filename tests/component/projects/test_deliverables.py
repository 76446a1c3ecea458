"""Deliverables: registered, renamed, moved from state to state, and listed."""

import pytest

from tests.support.office import Office, unused

NOTHING_YET = dict.fromkeys(("state_reason", "successor", "acknowledge_by", "latest_version"))


async def test_a_deliverable_is_registered_with_the_word_that_its_source_uses(office: Office) -> None:
    project, key = await office.project(), unused("deliverable")
    said = {"key": key, "project": project, "name": "GDPR toolkit", "state": "live", "state_as_found": "LIVE"}
    said |= {"produced_by": "Digital Office", "source": "https://digitaloffice.scot/"}
    made = await office.post("/deliverables", said)
    assert made == {"href": f"/api/v1/deliverables/{key}", "version": 1, "state_since": None, **NOTHING_YET, **said}
    assert await office.get(f"/deliverables/{key}") == made
    (told,) = await office.told(key, 1)
    assert (told.name, told.sequence) == ("deliverable-registered", 1)
    assert told.data == {
        name: value for name, value in (said | {"deliverable": key}).items() if name not in {"key", "source"}
    }


async def test_a_deliverable_belongs_to_a_project_that_is_there(office: Office) -> None:
    body = {"key": unused("deliverable"), "project": "no-such", "name": "Toolkit"}
    problem = await office.refused("POST", "/deliverables", body, status=404, code="not-found")
    assert problem["detail"] == "There is no project 'no-such'."
    key = await office.deliverable()
    body = {"key": key, "project": await office.project(), "name": "Toolkit"}
    await office.refused("POST", "/deliverables", body, status=409, code="exists-already")


async def test_a_deliverable_is_renamed_and_keeps_its_key(office: Office) -> None:
    key = await office.deliverable()
    renamed = await office.change("PATCH", f"/deliverables/{key}", {"name": "GDPR workbook"}, version=1)
    assert (renamed["key"], renamed["name"], renamed["version"]) == (key, "GDPR workbook", 2)
    registered, told = await office.told(key, 2)
    assert (told.name, told.previous, told.data["name"]) == ("deliverable-renamed", registered.id, "GDPR workbook")
    assert (await office.change("PATCH", f"/deliverables/{key}", {"name": "GDPR workbook"}, version=2))["version"] == 2
    assert await office.recorded(key) == ["deliverable-registered", "deliverable-renamed"]


async def test_a_deliverable_moves_from_state_to_state(office: Office) -> None:
    key = await office.deliverable()
    moved = await office.post(f"/deliverables/{key}/state-changes", {"to": "beta", "effective": "2018-02-25"})
    assert (moved["state"], moved["state_since"], moved["version"]) == ("beta", "2018-02-25", 2)
    live = await office.post(f"/deliverables/{key}/state-changes", {"to": "live"})
    assert await office.get(f"/deliverables/{key}") == live
    _, first, second = await office.told(key, 3)
    assert (first.name, first.data["from_state"], first.data["to_state"]) == ("deliverable-state-changed", None, "beta")
    assert first.data["effective"] == "2018-02-25"
    assert first.headers["ce-time"] == "2018-02-25T00:00:00Z"
    assert (second.data["from_state"], second.sequence, second.previous) == ("beta", 3, first.id)


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        ({"to": "live"}, 409, "no-change", "is live already."),
        ({"to": "beta"}, 409, "state-does-not-follow", "cannot become beta; it may become superseded, withdrawn."),
        ({"to": "withdrawn", "effective": "2199-01-01"}, 422, "date-in-the-future", "2199-01-01 has not come yet"),
        ({"to": "withdrawn", "effective": "2018-02-24"}, 422, "dates-out-of-order", "became live, on 2018-02-25"),
        ({"to": "gone"}, 422, "invalid", "to: must be 'planned', 'in-progress'"),
        ({"to": "withdrawn", "effective": "2018"}, 422, "invalid", "effective: must be a date as 2018-02-25"),
    ],
)
async def test_a_wrong_change_of_state_is_refused(
    office: Office, body: dict[str, object], status: int, code: str, words: str
) -> None:
    key = await office.deliverable()
    await office.post(f"/deliverables/{key}/state-changes", {"to": "live", "effective": "2018-02-25"})
    problem = await office.refused("POST", f"/deliverables/{key}/state-changes", body, status=status, code=code)
    assert words in problem["detail"]


async def test_deliverables_are_listed_by_project_and_by_state(office: Office) -> None:
    project = await office.project()
    live, unknown = await office.deliverable(project=project, state="live"), await office.deliverable(project=project)

    async def listed(query: str) -> list[str]:
        return [one["key"] for one in (await office.get(f"/deliverables?{query}"))["items"]]

    assert await listed(f"project={project}") == sorted([live, unknown])
    assert await listed(f"project={project}&state=live") == [live]
    assert await listed(f"project={project}&state=not-recorded") == [unknown]
    assert await listed(f"project={project}&state=beta") == []
    problem = await office.refused("GET", "/deliverables?state=gone", status=422, code="invalid")
    assert problem["errors"][0]["field"] == "query.state"
