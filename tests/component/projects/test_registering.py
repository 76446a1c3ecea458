"""Projects and benefit profiles enter the register, are told, and are found again."""

import pytest

from tests.support.office import Json, Office, unused

WHOLE_PROJECT = {
    "name": "Digital Telecare",
    "summary": "Moving telecare from analogue to digital.",
    "programme": "digital-partnership",
    "lead_councils": ["glasgow-city", "na-h-eileanan-siar"],
    "other_leads": ["NHS 24"],
    "participants": {"count": 20, "councils": ["fife"], "other": ["Scottish Ambulance Service"]},
    "era": "2016-2019",
    "starts": "2017-03",
    "ends": "2021",
    "status_seen": "Live",
    "sources": ["https://digitaloffice.scot/digital-services/telecare-21"],
    "notes": "Two\nparagraphs.",
    "demonstration": False,
}

NOT_YET_RATED: Json = {
    "shown": "not-yet-rated",
    "last": None,
    "effective": None,
    "by_role": None,
    "reason": None,
    "evidence": [],
    "recorded_at": None,
}
NEVER_RATED = {
    "own": NOT_YET_RATED,
    "independent": NOT_YET_RATED,
    "quiet_since": None,
    "last_update": None,
    "update_due": None,
}


async def test_a_project_is_registered_as_its_sources_tell_it(office: Office) -> None:
    key = unused("project")
    made = await office.post("/projects", {"key": key, **WHOLE_PROJECT})
    shown = {
        "href": f"/api/v1/projects/{key}",
        "version": 1,
        "key": key,
        **WHOLE_PROJECT,
        "lifecycle": None,
        "lifecycle_number": None,
        "phase": None,
        "phase_since": None,
        "portfolio": None,
        "confidence": NEVER_RATED,
        **dict.fromkeys(("closed_on", "outcome", "closed_by_role", "closing_reason", "closing_recorded_at")),
    }
    assert {name: made[name] for name in shown} == shown
    assert await office.get(f"/projects/{key}") == made
    (told,) = await office.told(key, 1)
    assert (told.name, told.sequence, told.previous) == ("registered", 1, None)
    assert told.headers["ce-type"] == "partnership.projects.registered.v1"
    assert told.headers["ce-source"] == "/projects"
    assert told.headers["ce-actor"] == "client:digital-office"
    assert told.data == {
        "project": key,
        "name": "Digital Telecare",
        "summary": "Moving telecare from analogue to digital.",
        "programme": "digital-partnership",
        "lead_councils": ["glasgow-city", "na-h-eileanan-siar"],
        "other_leads": ["NHS 24"],
        "participant_count": 20,
        "participant_councils": ["fife"],
        "other_participants": ["Scottish Ambulance Service"],
        "lifecycle": None,
        "lifecycle_number": None,
        "era": "2016-2019",
        "starts": "2017-03",
        "ends": "2021",
        "demonstration": False,
    }


async def test_what_is_not_known_of_a_project_stays_not_recorded(office: Office) -> None:
    made = await office.post("/projects", {"key": unused("project"), "name": "STAMP"})
    unknown = {"summary", "lifecycle", "phase", "portfolio", "era", "starts", "ends", "status_seen", "notes"}
    assert {name for name in unknown if made[name] is None} == unknown
    assert made["participants"] == {"count": None, "councils": [], "other": []}


async def test_a_project_starts_on_the_newest_version_of_its_lifecycle_and_keeps_it(office: Office) -> None:
    lifecycle = await office.lifecycle("discovery", "alpha")
    phases = [{"key": "start", "name": "Start"}]
    await office.post("/lifecycles", {"key": lifecycle, "name": "Service", "phases": phases})
    key = await office.project(lifecycle=lifecycle)
    await office.post("/lifecycles", {"key": lifecycle, "name": "Service", "phases": phases})
    found = await office.get(f"/projects/{key}")
    assert (found["lifecycle"], found["lifecycle_number"]) == (lifecycle, 2)


async def test_a_project_is_registered_once(office: Office) -> None:
    key = await office.project()
    problem = await office.refused(
        "POST", "/projects", {"key": key, "name": "Again"}, status=409, code="exists-already"
    )
    assert problem["detail"] == f"There is a project '{key}' already."
    assert (await office.get(f"/projects/{key}"))["name"] == "GDPR Readiness"


async def test_a_project_cannot_follow_a_lifecycle_that_is_not_there(office: Office) -> None:
    body = {"key": unused("project"), "name": "STAMP", "lifecycle": "no-such"}
    problem = await office.refused("POST", "/projects", body, status=404, code="not-found")
    assert problem["detail"] == "There is no lifecycle 'no-such'."
    assert problem["errors"] == [{"field": "lifecycle", "message": "there is no 'no-such'"}]


async def test_a_project_cannot_end_before_it_starts(office: Office) -> None:
    body = {"key": unused("project"), "name": "STAMP", "starts": "2019-05", "ends": "2019-04"}
    problem = await office.refused("POST", "/projects", body, status=422, code="dates-out-of-order")
    assert problem["detail"] == "ends: 2019-04 lies before the start, 2019-05."
    assert problem["errors"] == [{"field": "ends", "message": "2019-04 lies before the start, 2019-05"}]


async def test_details_are_changed_and_told_as_they_are_now(office: Office) -> None:
    key = await office.project(summary="Before", notes="Kept")
    changed = await office.change("PATCH", f"/projects/{key}", {"name": "GDPR", "summary": None}, version=1)
    assert (changed["name"], changed["summary"], changed["notes"], changed["version"]) == ("GDPR", None, "Kept", 2)
    assert await office.get(f"/projects/{key}") == changed
    registered, told = await office.told(key, 2)
    assert (told.name, told.sequence, told.previous) == ("details-changed", 2, registered.id)
    assert told.data["name"] == "GDPR"


@pytest.mark.parametrize("body", [{}, {"name": "GDPR Readiness"}, {"summary": None, "lifecycle": None}])
async def test_a_change_that_changes_nothing_is_answered_and_not_told(office: Office, body: dict[str, object]) -> None:
    key = await office.project()
    assert (await office.change("PATCH", f"/projects/{key}", body, version=1))["version"] == 1
    assert await office.recorded(key) == ["registered"]


async def test_a_project_without_a_lifecycle_can_be_given_one_and_keeps_it(office: Office) -> None:
    key, first, second = await office.project(), await office.lifecycle(), await office.lifecycle()
    given = await office.change("PATCH", f"/projects/{key}", {"lifecycle": first}, version=1)
    assert (given["lifecycle"], given["lifecycle_number"], given["phase"]) == (first, 1, None)
    for other in (second, None):
        problem = await office.refused(
            "PATCH", f"/projects/{key}", {"lifecycle": other}, status=409, code="lifecycle-kept", If_Match='"2"'
        )
        assert f"follows '{first}' version 1 and keeps the template it started on" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "status", "code", "words"),
    [
        ({"name": None}, 422, "invalid", "name: a project has a name."),
        ({"name": ""}, 422, "invalid", "name: must have at least 1 character."),
        ({"ends": "2016"}, 422, "dates-out-of-order", "ends: 2016 lies before the start, 2017-03."),
        ({"lifecycle": "no-such"}, 404, "not-found", "There is no lifecycle 'no-such'."),
        ({"key": "other"}, 422, "invalid", "key: is no field of this request."),
        ({"phase": "live"}, 422, "invalid", "phase: is no field of this request."),
    ],
)
async def test_a_wrong_change_of_details_is_refused(
    office: Office, body: dict[str, object], status: int, code: str, words: str
) -> None:
    key = await office.project(starts="2017-03")
    problem = await office.refused("PATCH", f"/projects/{key}", body, status=status, code=code, If_Match='"1"')
    assert problem["detail"] == words


NOT_SAID = {"owner_role", "measure", "unit", "attribution", "baseline", "target", "schedule", "next_due"}
"""What a profile may say and need not."""


async def test_a_benefit_is_profiled_with_the_basis_of_its_figure(office: Office) -> None:
    project, key = await office.project(), unused("benefit")
    said = {
        "key": key,
        "project": project,
        "statement": "Over 1 million pounds of cost avoidance.",
        "type": "cost-avoidance",
        "class_as_found": "Cost avoidance",
        "amount_gbp": 1_000_000,
        "basis": "Estimated by the delivery board over 30 councils together",
        "source": "https://digitaloffice.scot/",
    }
    made = await office.post("/benefit-profiles", said)
    shown = {"href": f"/api/v1/benefit-profiles/{key}", "version": 1, **said}
    assert {name: made[name] for name in shown} == shown
    assert {name: made[name] for name in NOT_SAID} == dict.fromkeys(NOT_SAID)
    assert await office.get(f"/benefit-profiles/{key}") == made
    (told,) = await office.told(key, 1)
    assert (told.name, told.sequence) == ("benefit-profiled", 1)
    assert told.data == dict.fromkeys(NOT_SAID - {"next_due"}) | {"effective": made["effective"], "benefit": key} | {
        name: value for name, value in said.items() if name not in {"key", "source"}
    }
    await office.refused("POST", "/benefit-profiles", said, status=409, code="exists-already")


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"project": "no-such"}, 404, "not-found"),
        ({"type": "savings"}, 422, "invalid"),
        ({"amount_gbp": -1}, 422, "invalid"),
        ({"amount_gbp": 10**13}, 422, "invalid"),
        ({"amount_gbp": "1000"}, 422, "invalid"),
        ({"amount_gbp": 0.5}, 422, "invalid"),
        ({"statement": ""}, 422, "invalid"),
    ],
)
async def test_a_wrong_benefit_is_refused(office: Office, said: dict[str, object], status: int, code: str) -> None:
    body = {"key": unused("benefit"), "project": await office.project(), "statement": "Less paper"} | said
    await office.refused("POST", "/benefit-profiles", body, status=status, code=code)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/projects/no-such", "There is no project 'no-such'."),
        ("/projects/no-such/placements", "There is no project 'no-such'."),
        ("/projects/no-such/gate-decisions", "There is no project 'no-such'."),
        ("/projects/no-such/phase-changes", "There is no project 'no-such'."),
        ("/portfolios/no-such", "There is no portfolio 'no-such'."),
        ("/lifecycles/no-such", "There is no lifecycle 'no-such'."),
        ("/deliverables/no-such", "There is no deliverable 'no-such'."),
        ("/releases/no-such", "There is no release 'no-such'."),
        ("/releases/no-such/manifest", "There is no release 'no-such'."),
        ("/benefit-profiles/no-such", "There is no benefit profile 'no-such'."),
    ],
)
async def test_what_is_not_there_is_said_by_its_name(office: Office, path: str, words: str) -> None:
    assert (await office.refused("GET", path, status=404, code="not-found"))["detail"] == words


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/projects/no-such", {"name": "A"}),
        ("POST", "/projects/no-such/placements", {"portfolio": "no-such", "from": "2018"}),
        ("POST", "/projects/no-such/gate-decisions", {"outcome": "go", "by_role": "sponsor"}),
        ("POST", "/projects/no-such/phase-changes", {"to": "a", "decision": {"outcome": "go", "by_role": "sponsor"}}),
        ("POST", "/portfolios/no-such/end", {"to": "2018"}),
        ("PATCH", "/deliverables/no-such", {"name": "A"}),
        ("POST", "/deliverables/no-such/state-changes", {"to": "live"}),
        ("PATCH", "/releases/no-such", {"name": "A"}),
        ("POST", "/releases/no-such/deliverables", {"deliverables": [{"deliverable": "a"}]}),
        ("PUT", "/releases/no-such/deliverables/a", {"ready": True}),
        ("DELETE", "/releases/no-such/deliverables/a", None),
        ("POST", "/releases/no-such/close", {}),
    ],
)
async def test_what_is_not_there_cannot_be_changed(office: Office, method: str, path: str, body: object) -> None:
    headers = {} if method == "POST" else {"If_Match": '"1"'}
    problem = await office.refused(method, path, body, status=404, code="not-found", **headers)
    assert problem["detail"].startswith("There is no ")
    assert "'no-such'" in problem["detail"]
