"""What is in an open release: put in, made ready and taken out, each deliverable in one release at a time."""

import asyncio

import pytest

from tests.support.office import Office


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


async def test_a_deliverable_withdrawn_while_it_is_put_in_stays_out(office: Office) -> None:
    release, key = await office.release(), await office.deliverable()
    body = {"deliverables": [{"deliverable": key, "ready": True}]}
    async with office.meanwhile("UPDATE deliverable SET state = 'withdrawn' WHERE key = $1", key) as somebody_waits:
        putting = asyncio.create_task(office.ask("POST", f"/releases/{release}/deliverables", body))
        await somebody_waits()
    assert (await putting).json()["code"] == "deliverable-not-offered"


async def test_a_release_closed_while_something_is_put_in_stays_as_it_was_sealed(office: Office) -> None:
    release, key = await office.release(), await office.deliverable()
    closed = "UPDATE release SET state = 'closed', closed_on = '2018-02' WHERE key = $1"
    async with office.meanwhile(closed, release) as somebody_waits:
        asked = [
            asyncio.create_task(
                office.ask("POST", f"/releases/{release}/deliverables", {"deliverables": [{"deliverable": key}]})
            ),
            asyncio.create_task(office.ask("PATCH", f"/releases/{release}", {"name": "Other"}, If_Match='"1"')),
        ]
        await somebody_waits()
    assert {(await one).json()["code"] for one in asked} == {"release-closed"}
