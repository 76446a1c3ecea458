"""Releases that are open: planned, filled, made ready, and changed by one request at a time."""

import asyncio

import pytest

from tests.support.office import Office, unused


async def test_a_release_is_planned(office: Office) -> None:
    said = {
        "key": unused("release"),
        "number": 12,
        "name": "Release Twelve",
        "planned_for": "2027",
        "demonstration": False,
        "source": "https://digitaloffice.scot/updates/18-months-on-29",
    }
    made = await office.post("/releases", said)
    assert made == {
        "href": f"/api/v1/releases/{said['key']}",
        "version": 1,
        **said,
        "state": "planned",
        "closed_on": None,
        "carried_over_to": None,
        "manifest_sha256": None,
        "ready": 0,
        "not_ready": 0,
        "deliverables": [],
    }
    assert await office.get(f"/releases/{said['key']}") == made
    (told,) = await office.told(str(said["key"]), 1)
    assert (told.name, told.sequence) == ("release-planned", 1)
    assert told.data == {
        "release": said["key"],
        "number": 12,
        "name": "Release Twelve",
        "planned_for": "2027",
        "state": "planned",
        "demonstration": False,
        "source": said["source"],
    }


async def test_a_release_whose_history_was_not_found_says_so(office: Office) -> None:
    key = await office.release(history_recorded=False)
    assert (await office.get(f"/releases/{key}"))["state"] == "not-recorded"
    (told,) = await office.told(key, 1)
    assert told.data["state"] == "not-recorded"


async def test_a_number_is_given_once_but_demonstrations_may_repeat_it(office: Office) -> None:
    key = await office.release(number=21)
    body = {"key": unused("release"), "name": "Another", "number": 21}
    problem = await office.refused("POST", "/releases", body, status=409, code="number-taken")
    assert problem["detail"] == f"The release '{key}' has the number 21 already."
    assert await office.release(number=21, demonstration=True)
    assert await office.release(number=21, demonstration=True)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"number": 0}, "number: must be at least 1"),
        ({"number": "2"}, "number: must be a whole number"),
        ({"number": 2.0}, "number: must be a whole number"),
        ({"number": True}, "number: must be a whole number"),
        ({"number": 10**30}, "number: must be at most 10000"),
        ({"planned_for": "soon"}, "planned_for: must be a date as 2018, 2018-02 or 2018-02-25"),
        ({"planned_for": "2018-00"}, "planned_for: is no day of the calendar"),
        ({"state": "closed"}, "state: is no field of this request"),
        ({"key": "Release One"}, "key: must be lower case letters and digits, with single hyphens between them"),
        ({"demonstration": 1}, "demonstration: must be true or false"),
    ],
)
async def test_a_wrong_plan_is_refused(office: Office, said: dict[str, object], words: str) -> None:
    body = {"key": unused("release"), "name": "Release Two"} | said
    problem = await office.refused("POST", "/releases", body, status=422, code="invalid")
    assert problem["detail"] == f"{words}."


async def test_a_plan_is_changed_and_told_as_it_is_now(office: Office) -> None:
    key = await office.release(planned_for="2027")
    changed = await office.change("PATCH", f"/releases/{key}", {"planned_for": None}, version=1)
    assert (changed["name"], changed["planned_for"], changed["version"]) == ("Release Two", None, 2)
    assert (await office.change("PATCH", f"/releases/{key}", {"planned_for": None}, version=2))["version"] == 2
    planned, told = await office.told(key, 2)
    assert (told.name, told.previous) == ("release-details-changed", planned.id)
    assert told.data == {"release": key, "name": "Release Two", "planned_for": None}
    problem = await office.refused(
        "PATCH", f"/releases/{key}", {"name": None}, status=422, code="invalid", If_Match='"2"'
    )
    assert problem["detail"] == "name: a release has a name."


async def test_deliverables_are_put_in_together_and_told_together(office: Office) -> None:
    release, project = await office.release(), await office.project()
    first = await office.deliverable(project=project, name="Toolkit")
    second = await office.deliverable(project=project, name="Workbook")
    items = [{"deliverable": second, "note": "Awaiting review"}, {"deliverable": first, "ready": True}]
    filled = await office.post(f"/releases/{release}/deliverables", {"deliverables": items})
    assert filled["deliverables"] == sorted(
        [
            {
                "deliverable": first,
                "project": project,
                "name": "Toolkit",
                "ready": True,
                "note": None,
                "carried_from": None,
            },
            {
                "deliverable": second,
                "project": project,
                "name": "Workbook",
                "ready": False,
                "note": "Awaiting review",
                "carried_from": None,
            },
        ],
        key=lambda one: str(one["deliverable"]),
    )
    assert (filled["ready"], filled["not_ready"], filled["version"]) == (1, 1, 2)
    assert await office.get(f"/releases/{release}") == filled
    listed = (await office.get(f"/deliverables?release={release}"))["items"]
    assert {one["key"] for one in listed} == {first, second}
    _, told = await office.told(release, 2)
    assert (told.name, told.sequence) == ("release-scope-changed", 2)
    assert told.data["added"] == [
        {"deliverable": second, "project": project, "name": "Workbook", "ready": False},
        {"deliverable": first, "project": project, "name": "Toolkit", "ready": True},
    ]
    assert (told.data["removed"], told.data["carried_from"]) == ([], None)


async def test_a_deliverable_is_put_in_made_ready_and_taken_out_one_by_one(office: Office) -> None:
    release, key = await office.release(), await office.deliverable()
    path = f"/releases/{release}/deliverables/{key}"
    put = await office.change("PUT", path, {"ready": False, "note": "Awaiting review"}, version=1)
    assert (put["ready"], put["not_ready"], put["version"]) == (0, 1, 2)
    ready = await office.change("PUT", path, {"ready": True}, version=2)
    assert (ready["ready"], ready["deliverables"][0]["note"], ready["version"]) == (1, None, 3)
    assert (await office.change("PUT", path, {"ready": True}, version=3))["version"] == 3
    taken = await office.change("DELETE", path, version=3)
    assert (taken["deliverables"], taken["version"]) == ([], 4)
    _, scope, readiness, out = await office.told(release, 4)
    assert [one.name for one in (scope, readiness, out)] == [
        "release-scope-changed",
        "release-readiness-changed",
        "release-scope-changed",
    ]
    assert [one.sequence for one in (scope, readiness, out)] == [2, 3, 4]
    assert (readiness.data["deliverable"], readiness.data["ready"]) == (key, True)
    assert out.data["removed"] == [key]
    await office.refused("DELETE", path, status=404, code="not-found", If_Match='"4"')


async def test_a_deliverable_is_in_one_open_release(office: Office) -> None:
    release, (key,) = await office.filled(True)
    other = await office.release()
    for refused_by in (release, other):
        problem = await office.refused(
            "POST",
            f"/releases/{refused_by}/deliverables",
            {"deliverables": [{"deliverable": key}]},
            status=409,
            code="in-a-release-already",
        )
        assert problem["detail"] == f"The deliverable '{key}' is in the open release '{release}' already."
    await office.refused(
        "PUT",
        f"/releases/{other}/deliverables/{key}",
        {"ready": True},
        status=409,
        code="in-a-release-already",
        If_Match='"1"',
    )
    await office.change("DELETE", f"/releases/{release}/deliverables/{key}", version=2)
    assert await office.change("PUT", f"/releases/{other}/deliverables/{key}", {"ready": True}, version=1)


async def test_a_deliverable_put_into_two_releases_at_once_is_in_one(office: Office) -> None:
    key, releases = await office.deliverable(), [await office.release() for _ in range(4)]
    answers = await asyncio.gather(
        *(
            office.ask("POST", f"/releases/{one}/deliverables", {"deliverables": [{"deliverable": key}]})
            for one in releases
        )
    )
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    assert sorted([(await office.get(f"/releases/{one}"))["not_ready"] for one in releases]) == [0, 0, 0, 1]


@pytest.mark.parametrize("state", ["superseded", "withdrawn"])
async def test_what_is_no_longer_offered_goes_into_no_release(office: Office, state: str) -> None:
    key, release = await office.deliverable(state=state), await office.release()
    problem = await office.refused(
        "POST",
        f"/releases/{release}/deliverables",
        {"deliverables": [{"deliverable": key, "ready": True}]},
        status=409,
        code="deliverable-not-offered",
    )
    assert problem["detail"] == f"The deliverable {key} is {state}; it cannot go into a release."


async def test_a_wrong_list_is_refused_whole(office: Office) -> None:
    release, key = await office.release(), await office.deliverable()
    path = f"/releases/{release}/deliverables"
    for items, status, code, words in (
        (
            [{"deliverable": key}, {"deliverable": key}],
            422,
            "deliverable-repeated",
            f"{key} stands there more than once",
        ),
        ([{"deliverable": key}, {"deliverable": "no-such"}], 404, "not-found", "There is no deliverable 'no-such'."),
        ([], 422, "invalid", "deliverables: must hold at least 1 entry"),
        ([{"deliverable": f"d{n}"} for n in range(501)], 422, "invalid", "deliverables: must hold at most 500 entries"),
        (
            [{"deliverable": key, "ready": "no"}],
            422,
            "invalid",
            "deliverables.0.ready: must be true or false",
        ),
        ([key], 422, "invalid", "deliverables.0: must be an object"),
    ):
        problem = await office.refused("POST", path, {"deliverables": items}, status=status, code=code)
        assert words in problem["detail"]
    assert (await office.get(f"/releases/{release}"))["deliverables"] == []


async def test_a_release_holds_five_hundred_and_no_more(office: Office) -> None:
    release, project = await office.release(), await office.project()
    await office.running.sql(
        """INSERT INTO deliverable (key, project, name, version, created_at, changed_at)
           SELECT $1 || '-' || n, $1, 'Many', 1, now(), now() FROM generate_series(1, 501) AS n""",
        project,
    )
    items = [{"deliverable": f"{project}-{number}"} for number in range(1, 501)]
    filled = await office.post(f"/releases/{release}/deliverables", {"deliverables": items})
    assert filled["not_ready"] == 500
    problem = await office.refused(
        "PUT",
        f"/releases/{release}/deliverables/{project}-501",
        {"ready": True},
        status=409,
        code="release-full",
        If_Match='"2"',
    )
    assert problem["detail"] == f"The release {release} would hold 501 deliverables; it holds 500 at most."


async def test_of_two_who_read_the_same_version_one_changes_it(office: Office) -> None:
    release, (first, second) = await office.filled(False, False)
    answers = await asyncio.gather(
        *(
            office.ask("PUT", f"/releases/{release}/deliverables/{key}", {"ready": True}, If_Match='"2"')
            for key in (first, second)
        )
    )
    assert sorted(one.status_code for one in answers) == [200, 412]
    assert (await office.get(f"/releases/{release}"))["ready"] == 1


CHANGES = [
    ("PATCH", "", {"name": "Other"}),
    ("PUT", "/deliverables/{key}", {"ready": True}),
    ("DELETE", "/deliverables/{key}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
async def test_a_change_says_which_version_it_is_meant_for(
    office: Office, method: str, path: str, body: object
) -> None:
    release, (key,) = await office.filled(False)
    target = f"/releases/{release}{path.format(key=key)}"
    await office.refused(method, target, body, status=428, code="if-match-required")
    for malformed in ("2", '"two"', '"-1"', '""', '"2', "W/2", '"99999999999999999999"', '"1", "2"'):
        await office.refused(method, target, body, status=400, code="malformed-etag", If_Match=malformed)
    problem = await office.refused(method, target, body, status=412, code="changed-meanwhile", If_Match='"1"')
    assert problem["detail"] == 'It is at version "2" now; If-Match says "1". Read it again and decide anew.'
    assert (await office.ask(method, target, body, If_Match="*")).status_code == 200


async def test_what_has_not_changed_need_not_be_sent_again(office: Office) -> None:
    release = await office.release()
    same = await office.ask("GET", f"/releases/{release}", If_None_Match='"1"')
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", '"1"')
    await office.change("PATCH", f"/releases/{release}", {"name": "Other"}, version=1)
    assert (await office.ask("GET", f"/releases/{release}", If_None_Match='"1"')).status_code == 200


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
