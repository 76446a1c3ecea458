"""Closing a release: sealed once, byte for byte, whoever else is at work in the same moment."""

import asyncio
import base64
import hashlib
import json

import pytest
import rfc8785

from tests.support.office import Office


async def test_what_is_ready_is_sealed_and_the_rest_is_carried_over(office: Office) -> None:
    target = await office.release()
    release, (ready, late) = await office.filled(True, False, number=31)
    closed = await office.post(
        f"/releases/{release}/close", {"carry_over_to": target, "closed_on": "2018-02"}, status=200
    )
    assert (closed["state"], closed["closed_on"], closed["carried_over_to"]) == ("closed", "2018-02", target)
    assert [one["deliverable"] for one in closed["deliverables"]] == [ready]
    assert (closed["ready"], closed["not_ready"], closed["version"]) == (1, 0, 3)
    assert await office.get(f"/releases/{release}") == closed

    taken_over = await office.get(f"/releases/{target}")
    assert [(one["deliverable"], one["ready"], one["carried_from"]) for one in taken_over["deliverables"]] == [
        (late, False, release)
    ]
    assert taken_over["version"] == 2

    *_, sealed = await office.told(release, 3)
    assert (sealed.name, sealed.sequence) == ("release-closed", 3)
    assert [one["deliverable"] for one in sealed.data["included"]] == [ready]
    assert [one["deliverable"] for one in sealed.data["carried_over"]] == [late]
    assert (sealed.data["carried_over_to"], sealed.data["number"]) == (target, 31)
    assert (sealed.data["effective"], sealed.headers["ce-time"]) == ("2018-02", "2018-02-28T00:00:00Z")
    assert sealed.data["manifest_sha256"] == closed["manifest_sha256"]
    _, carried = await office.told(target, 2)
    assert (carried.name, carried.data["carried_from"]) == ("release-scope-changed", release)
    assert [one["deliverable"] for one in carried.data["added"]] == [late]
    assert carried.headers["ce-correlationid"] == sealed.headers["ce-correlationid"]


async def test_the_manifest_is_the_same_canonical_bytes_for_whoever_checks_it(office: Office) -> None:
    target = await office.release()
    release, (ready, late) = await office.filled(True, False, name="Àrainneachd 数据")
    closed = await office.post(
        f"/releases/{release}/close", {"carry_over_to": target, "closed_on": "2018-02-28"}, status=200
    )
    answer = await office.ask("GET", f"/releases/{release}/manifest")
    assert answer.headers["content-type"] == "application/json"
    digest = hashlib.sha256(answer.content)
    assert closed["manifest_sha256"] == digest.hexdigest()
    assert answer.headers["etag"] == f'"{digest.hexdigest()}"'
    assert answer.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert "immutable" in answer.headers["cache-control"]
    content = json.loads(answer.content)
    assert rfc8785.dumps(content) == answer.content
    project = closed["deliverables"][0]["project"]
    assert content == {
        "schema": "partnership.release-manifest.v2",
        "release": release,
        "number": None,
        "name": "Àrainneachd 数据",
        "demonstration": False,
        "closed_on": "2018-02-28",
        "deliverables": [{"deliverable": ready, "project": project, "name": "GDPR toolkit", "state": None}],
        "carried_over": [{"deliverable": late, "project": project, "name": "GDPR toolkit", "state": None}],
        "carried_over_to": target,
        "frozen_on": None,
        "changes_after_freeze": 0,
        "sign_offs_needed": [],
        "sign_offs": [],
        "override": None,
    }


async def test_an_open_release_has_no_manifest_yet(office: Office) -> None:
    key = await office.release()
    problem = await office.refused("GET", f"/releases/{key}/manifest", status=409, code="not-closed")
    assert problem["detail"] == f"The release {key} is not closed (its state is planned); it has a manifest once it is."


async def test_a_release_whose_history_was_not_found_can_be_closed_when_it_is(office: Office) -> None:
    release, _ = await office.filled(True, history_recorded=False)
    closed = await office.post(f"/releases/{release}/close", {"closed_on": "2018-11"}, status=200)
    assert (closed["state"], closed["carried_over_to"]) == ("closed", None)


async def test_a_sealed_release_stays_as_it_is_whatever_is_asked(office: Office) -> None:
    target = await office.release()
    release, (ready, late) = await office.filled(True, False)
    closed = await office.post(f"/releases/{release}/close", {"carry_over_to": target}, status=200)
    other = await office.deliverable()
    match = {"If_Match": '"3"'}
    for method, path, body, headers in (
        ("POST", "/close", {"carry_over_to": target}, {}),
        ("POST", "/close", {}, {}),
        ("PATCH", "", {"name": "Other"}, match),
        ("POST", "/deliverables", {"deliverables": [{"deliverable": other}]}, {}),
        ("POST", "/deliverables", {"deliverables": [{"deliverable": "no-such"}]}, {}),
        ("PUT", f"/deliverables/{other}", {"ready": True}, match),
        ("PUT", f"/deliverables/{ready}", {"ready": False}, match),
        ("DELETE", f"/deliverables/{ready}", None, match),
        ("DELETE", f"/deliverables/{late}", None, match),
    ):
        problem = await office.refused(
            method, f"/releases/{release}{path}", body, status=409, code="release-closed", **headers
        )
        assert problem["detail"] == (
            f"The release {release} was closed on {closed['closed_on']}; what is in it stays as it was sealed."
        )
    assert await office.get(f"/releases/{release}") == closed


async def test_a_later_name_of_a_deliverable_does_not_change_what_was_sealed(office: Office) -> None:
    release, (key,) = await office.filled(True)
    closed = await office.post(f"/releases/{release}/close", {}, status=200)
    await office.change("PATCH", f"/deliverables/{key}", {"name": "Another name"}, version=1)
    assert await office.get(f"/releases/{release}") == closed
    assert [one for one in (await office.get("/releases?limit=200"))["items"] if one["key"] == release] == [closed]


async def test_a_sealed_deliverable_may_go_into_a_later_release(office: Office) -> None:
    release, (key,) = await office.filled(True)
    await office.post(f"/releases/{release}/close", {}, status=200)
    later = await office.release()
    again = await office.post(f"/releases/{later}/deliverables", {"deliverables": [{"deliverable": key}]})
    assert again["deliverables"][0]["deliverable"] == key


async def test_what_is_carried_over_twice_says_where_it_came_from_last(office: Office) -> None:
    first, (_, late) = await office.filled(True, False)
    second, _ = await office.filled(True)
    third = await office.release()
    await office.post(f"/releases/{first}/close", {"carry_over_to": second}, status=200)
    await office.post(f"/releases/{second}/close", {"carry_over_to": third}, status=200)
    (carried,) = (await office.get(f"/releases/{third}"))["deliverables"]
    assert (carried["deliverable"], carried["carried_from"]) == (late, second)


@pytest.mark.parametrize(
    ("said", "status", "code", "words"),
    [
        ({}, 422, "carry-over-missing", "carry_over_to: name the release that takes over what is not ready: "),
        ({"carry_over_to": "itself"}, 422, "carry-over-to-itself", "a release cannot carry over to itself"),
        ({"carry_over_to": "closed"}, 409, "carry-over-closed", "name an open one in carry_over_to."),
        ({"carry_over_to": "demonstration"}, 409, "demonstration-mixed", "to a demonstration release only"),
        ({"carry_over_to": "no-such"}, 404, "not-found", "There is no release 'no-such'."),
        ({"carry_over_to": "open", "closed_on": "2199"}, 422, "date-in-the-future", "closed_on: 2199 has not come yet"),
        ({"carry_over_to": "open", "closed_on": "2018-02-30"}, 422, "invalid", "closed_on: is no day of the calendar"),
        ({"carry_over_to": "open", "reason": "x"}, 422, "invalid", "reason: is no field of this request"),
    ],
)
async def test_a_wrong_closing_is_refused_whole(
    office: Office, said: dict[str, str], status: int, code: str, words: str
) -> None:
    release, _ = await office.filled(True, False)
    targets = {"itself": release, "no-such": "no-such"}
    if said.get("carry_over_to") == "closed":
        targets["closed"], _ = await office.filled(True)
        await office.post(f"/releases/{targets['closed']}/close", {}, status=200)
    elif "carry_over_to" in said:
        targets["demonstration"] = await office.release(demonstration=True)
        targets["open"] = await office.release()
    body = said | ({"carry_over_to": targets[said["carry_over_to"]]} if "carry_over_to" in said else {})
    before = await office.get(f"/releases/{release}")
    problem = await office.refused("POST", f"/releases/{release}/close", body, status=status, code=code)
    assert words in problem["detail"]
    assert await office.get(f"/releases/{release}") == before


@pytest.mark.parametrize("ready", [(), (False,)])
async def test_a_release_in_which_nothing_is_ready_stays_open(office: Office, ready: tuple[bool, ...]) -> None:
    release = (await office.filled(*ready))[0] if ready else await office.release()
    body = {"carry_over_to": await office.release()}
    problem = await office.refused("POST", f"/releases/{release}/close", body, status=409, code="nothing-ready")
    assert problem["detail"] == f"Nothing in the release {release} is ready; make a deliverable ready before closing."


async def test_what_was_withdrawn_meanwhile_must_be_taken_out_first(office: Office) -> None:
    release, (_, gone) = await office.filled(True, True)
    await office.post(f"/deliverables/{gone}/state-changes", {"to": "withdrawn", "reason": "Retired"})
    problem = await office.refused("POST", f"/releases/{release}/close", {}, status=409, code="deliverable-not-offered")
    assert problem["detail"] == f"{gone} in the release {release} is withdrawn; take it out before closing."
    await office.change("DELETE", f"/releases/{release}/deliverables/{gone}", version=2)
    assert (await office.post(f"/releases/{release}/close", {}, status=200))["ready"] == 1


async def test_closing_at_once_gives_one_seal(office: Office) -> None:
    target = await office.release()
    release, _ = await office.filled(True, True, False)
    body = {"carry_over_to": target}
    answers = await asyncio.gather(*(office.ask("POST", f"/releases/{release}/close", body) for _ in range(6)))
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409, 409, 409]
    assert {one.json()["code"] for one in answers if one.status_code == 409} == {"release-closed"}
    assert (await office.recorded(release)).count("release-closed") == 1
    assert len((await office.get(f"/releases/{target}"))["deliverables"]) == 1


async def test_a_closing_and_an_edit_at_once_come_one_after_the_other(office: Office) -> None:
    for _ in range(5):
        release, (first, second) = await office.filled(True, True)
        other = await office.deliverable()
        closing, putting, taking = await asyncio.gather(
            office.ask("POST", f"/releases/{release}/close", {}),
            office.ask(
                "POST", f"/releases/{release}/deliverables", {"deliverables": [{"deliverable": other, "ready": True}]}
            ),
            office.ask("DELETE", f"/releases/{release}/deliverables/{second}", If_Match='"2"'),
        )
        assert closing.status_code == 200, closing.text
        found = await office.get(f"/releases/{release}")
        inside = {one["deliverable"] for one in found["deliverables"]}
        expected = {first}
        expected |= {other} if putting.status_code == 201 else set()
        expected |= set() if taking.status_code == 200 else {second}
        assert inside == expected
        for edit in (putting, taking):
            assert edit.is_success or edit.json()["code"] in {"release-closed", "changed-meanwhile"}
        manifest = (await office.ask("GET", f"/releases/{release}/manifest")).json()
        assert {one["deliverable"] for one in manifest["deliverables"]} == inside
        names = await office.recorded(release)
        assert names[-1] == "release-closed"


async def test_a_deliverable_renamed_while_its_release_closes_is_sealed_by_its_new_name(office: Office) -> None:
    release, (key,) = await office.filled(True)
    async with office.meanwhile("UPDATE deliverable SET name = 'Renamed' WHERE key = $1", key) as somebody_waits:
        closing = asyncio.create_task(office.ask("POST", f"/releases/{release}/close", {}))
        await somebody_waits()
    answer = await closing
    assert (answer.status_code, answer.json()["deliverables"][0]["name"]) == (200, "Renamed")
    manifest = (await office.ask("GET", f"/releases/{release}/manifest")).json()
    assert [one["name"] for one in manifest["deliverables"]] == ["Renamed"]


async def test_a_deliverable_withdrawn_while_its_release_closes_is_not_sealed(office: Office) -> None:
    release, (_, gone) = await office.filled(True, True)
    async with office.meanwhile("UPDATE deliverable SET state = 'withdrawn' WHERE key = $1", gone) as somebody_waits:
        closing = asyncio.create_task(office.ask("POST", f"/releases/{release}/close", {}))
        await somebody_waits()
    assert (await closing).json()["code"] == "deliverable-not-offered"


async def test_two_releases_that_carry_over_to_each_other_at_once_do_not_block_each_other(office: Office) -> None:
    for _ in range(5):
        (one, _), (other, _) = await office.filled(True, False), await office.filled(True, False)
        answers = await asyncio.gather(
            office.ask("POST", f"/releases/{one}/close", {"carry_over_to": other}),
            office.ask("POST", f"/releases/{other}/close", {"carry_over_to": one}),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert {answer.json().get("code") for answer in answers if answer.status_code == 409} == {"carry-over-closed"}


async def test_a_full_release_cannot_take_over_more(office: Office) -> None:
    target, project = await office.release(), await office.project()
    await office.running.sql(
        """INSERT INTO deliverable (key, project, name, version, created_at, changed_at)
           SELECT $1 || '-' || n, $1, 'Many', 1, now(), now() FROM generate_series(1, 500) AS n""",
        project,
    )
    items = [{"deliverable": f"{project}-{number}"} for number in range(1, 501)]
    await office.post(f"/releases/{target}/deliverables", {"deliverables": items})
    release, _ = await office.filled(True, False)
    await office.refused(
        "POST", f"/releases/{release}/close", {"carry_over_to": target}, status=409, code="release-full"
    )
