"""Releases that are open: planned, and changed by one request at a time."""

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
        "signature": None,
        "key_id": None,
        "amendments": 0,
        "freeze_on": None,
        "frozen": False,
        "sign_offs_needed": [],
        "sign_offs": [],
        "as_at": None,
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
        "freeze_on": None,
        "sign_offs_needed": [],
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
    assert told.data == {
        "release": key,
        "name": "Release Two",
        "planned_for": None,
        "freeze_on": None,
        "sign_offs_needed": [],
    }
    problem = await office.refused(
        "PATCH", f"/releases/{key}", {"name": None}, status=422, code="invalid", If_Match='"2"'
    )
    assert problem["detail"] == "name: a release has a name."


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
