"""Idempotency keys: a request sent again is answered again and done once; a refused one leaves nothing behind."""

import asyncio
from typing import Any

import pytest

from tests.support.office import GO, Json, Office, unused


async def replayed(office: Office, path: str, body: Any) -> None:
    """Send something twice under one key: done once, answered alike."""
    key = unused("key")
    first = await office.ask("POST", path, body, Idempotency_Key=key)
    assert first.is_success, first.text
    before = await office.state()
    second = await office.ask("POST", path, body, Idempotency_Key=key)
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    for header in ("etag", "location", "content-type"):
        assert second.headers.get(header) == first.headers.get(header)
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert await office.state() == before


async def test_every_post_can_be_sent_again(office: Office) -> None:
    lifecycle, portfolio = await office.lifecycle(), await office.portfolio()
    project = await office.project(lifecycle=lifecycle)
    release, _ = await office.filled(True)
    open_one, deliverable = await office.release(sign_offs_needed=["sponsor"]), await office.deliverable()
    phases = [{"key": "alpha", "name": "Alpha"}]
    wishes: list[tuple[str, Json]] = [
        ("/programme/phases", {"phase": "build", "starts": "2016-10"}),
        ("/portfolios", {"key": unused("portfolio"), "name": "Place", "grouping": "g", "from": "2019"}),
        ("/lifecycles", {"key": lifecycle, "name": "Service", "phases": phases}),
        ("/projects", {"key": unused("project"), "name": "STAMP"}),
        (f"/projects/{project}/placements", {"portfolio": portfolio, "from": "2019-10-01"}),
        (f"/projects/{project}/gate-decisions", GO),
        (f"/projects/{project}/phase-changes", {"to": "alpha", "decision": GO}),
        ("/deliverables", {"key": unused("deliverable"), "project": project, "name": "Toolkit"}),
        (f"/deliverables/{deliverable}/state-changes", {"to": "live"}),
        ("/releases", {"key": unused("release"), "name": "Release Two"}),
        (f"/releases/{release}/deliverables", {"deliverables": [{"deliverable": deliverable, "ready": True}]}),
        (f"/releases/{release}/close", {}),
        (f"/releases/{release}/amendments", {"text": "Read otherwise", "reason": "An error", "by_role": "sponsor"}),
        (f"/releases/{open_one}/sign-offs", {"by_role": "sponsor", "outcome": "signed"}),
        ("/operations/projects/seal-keys", {}),
        ("/benefit-profiles", {"key": unused("benefit"), "project": project, "statement": "Less paper"}),
        (f"/portfolios/{portfolio}/end", {"to": "2021"}),
    ]
    for path, body in wishes:
        await replayed(office, path, body)


async def test_a_request_sent_at_once_several_times_is_done_once(office: Office) -> None:
    project, key = await office.project(lifecycle=await office.lifecycle()), unused("key")
    body = {"to": "alpha", "decision": GO}
    answers = await asyncio.gather(
        *(office.ask("POST", f"/projects/{project}/phase-changes", body, Idempotency_Key=key) for _ in range(5))
    )
    assert {one.status_code for one in answers} == {201}
    assert len({one.text for one in answers} | {answers[0].text}) <= 2, "the same answer, however it is spaced"
    assert all(one.json() == answers[0].json() for one in answers)
    assert await office.recorded(project) == ["registered", "gate-decided", "phase-changed"]


async def test_the_answer_is_that_of_the_time_also_when_things_have_moved_on(office: Office) -> None:
    key, release = unused("key"), await office.release()
    path, body = f"/releases/{release}/deliverables", {"deliverables": [{"deliverable": await office.deliverable()}]}
    first = await office.ask("POST", path, body, Idempotency_Key=key)
    await office.change("PATCH", f"/releases/{release}", {"name": "Renamed"}, version=2)
    assert (await office.ask("POST", path, body, Idempotency_Key=key)).json() == first.json()


async def test_a_key_is_good_for_one_request(office: Office) -> None:
    key, body = unused("key"), {"key": unused("project"), "name": "STAMP"}
    assert (await office.ask("POST", "/projects", body, Idempotency_Key=key)).status_code == 201
    for path, other in (("/projects", body | {"name": "Stamp"}), ("/deliverables", body | {"project": body["key"]})):
        problem = await office.refused(
            "POST", path, other, status=422, code="idempotency-key-reused", Idempotency_Key=key
        )
        assert (
            problem["detail"] == "This Idempotency-Key was used for a different request; a new request needs a new key."
        )


async def test_a_refused_request_may_be_sent_again_when_it_has_become_right(office: Office) -> None:
    project, key, lifecycle = await office.project(), unused("key"), await office.lifecycle()
    path, body = f"/projects/{project}/phase-changes", {"to": "alpha", "decision": GO}
    for _ in range(2):
        await office.refused("POST", path, body, status=409, code="no-lifecycle", Idempotency_Key=key)
    await office.refused("POST", path, body | {"to": "?"}, status=422, code="invalid", Idempotency_Key=key)
    await office.change("PATCH", f"/projects/{project}", {"lifecycle": lifecycle}, version=1)
    answer = await office.ask("POST", path, body, Idempotency_Key=key)
    assert (answer.status_code, answer.headers.get("idempotency-replayed")) == (201, None)


async def test_two_clients_may_use_the_same_key(office: Office) -> None:
    key = unused("key")
    async with office.running.client(client="another-office") as other:
        for http, name in ((office.http, "first"), (other, "second")):
            body = {"key": unused("project"), "name": name}
            answer = await http.post("/api/v1/projects", json=body, headers={"Idempotency-Key": key})
            assert (answer.status_code, answer.json()["name"]) == (201, name)


@pytest.mark.parametrize("key", [b"", b"two words", b"x" * 256, "schlüssel".encode("latin-1"), "schlüssel".encode()])
async def test_a_key_that_is_none_is_refused(office: Office, key: bytes) -> None:
    before = await office.state()
    answer = await office.http.post(
        "/api/v1/projects", json={"key": unused("project"), "name": "STAMP"}, headers=[(b"Idempotency-Key", key)]
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-key")
    assert await office.state() == before
