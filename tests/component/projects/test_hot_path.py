"""The hot path: the state of a deliverable is changed by two statements, and keeps every promise of a transaction."""

import asyncio
import json

from tests.support.office import Office, unused

STATES = ("planned", "in-progress")


async def test_changes_of_one_thing_at_once_follow_one_another_and_none_is_lost(office: Office) -> None:
    """Also beside changes by way of a session, which lock the row."""
    deliverable = await office.deliverable()
    path = f"/deliverables/{deliverable}"
    await office.post(f"{path}/state-changes", {"to": STATES[0]})

    async def move(number: int) -> int:
        answer = await office.ask("POST", f"{path}/state-changes", {"to": STATES[number % 2]})
        assert answer.status_code in {201, 409}, answer.text
        assert answer.status_code == 201 or answer.json()["code"] == "no-change"
        return answer.status_code

    async def rename(number: int) -> int:
        answer = await office.ask("PATCH", path, {"name": f"Name {number}"}, If_Match="*")
        assert answer.status_code == 200, answer.text
        return answer.status_code

    done = await asyncio.gather(*(move(number) for number in range(24)), *(rename(number) for number in range(6)))
    rows = await office.running.sql(
        """SELECT aggregate_version AS version, event_id, headers ->> 'ce-previousid' AS previous FROM outbox_event
           WHERE aggregate_type = 'deliverable' AND aggregate_id = $1 ORDER BY aggregate_version""",
        deliverable,
    )
    changes = done.count(201) + done.count(200)
    assert done.count(201) > 0
    assert [row["version"] for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == 2 + changes
    assert [row["previous"] for row in rows[1:]] == [str(row["event_id"]) for row in rows[:-1]]
    assert (await office.get(path))["version"] == len(rows)


async def test_one_request_sent_many_times_at_once_is_carried_out_once(office: Office) -> None:
    deliverable, key = await office.deliverable(), unused("key")
    before = await office.state()
    answers = await asyncio.gather(
        *(
            office.ask("POST", f"/deliverables/{deliverable}/state-changes", {"to": "live"}, Idempotency_Key=key)
            for _ in range(8)
        )
    )
    assert {(one.status_code, one.headers["etag"]) for one in answers} == {(201, answers[0].headers["etag"])}
    assert all(one.json() == answers[0].json() for one in answers)
    assert sum("idempotency-replayed" not in one.headers for one in answers) == 1
    assert await office.state() != before
    (events,) = await office.running.sql(
        "SELECT count(*) AS n FROM outbox_event WHERE aggregate_id = $1 AND event_type LIKE '%state-changed%'",
        deliverable,
    )
    assert events["n"] == 1


async def test_a_key_used_for_another_change_is_refused_and_nothing_changes(office: Office) -> None:
    deliverable, key = await office.deliverable(), unused("key")
    path = f"/deliverables/{deliverable}/state-changes"
    assert (await office.ask("POST", path, {"to": "beta"}, Idempotency_Key=key)).status_code == 201
    await office.refused("POST", path, {"to": "live"}, status=422, code="idempotency-key-reused", Idempotency_Key=key)


async def test_its_event_has_what_every_event_has(office: Office) -> None:
    deliverable = await office.deliverable()
    await office.ask("PATCH", f"/deliverables/{deliverable}", {"name": "Another name"}, If_Match="*")
    await office.post(f"/deliverables/{deliverable}/state-changes", {"to": "live"})
    by_session, by_statement = await office.running.sql(
        """SELECT headers, subject, occurred_at, recorded_at FROM outbox_event
           WHERE aggregate_type = 'deliverable' AND aggregate_id = $1 ORDER BY aggregate_version OFFSET 1""",
        deliverable,
    )
    first, second = json.loads(by_session["headers"]), json.loads(by_statement["headers"])
    assert first.keys() == second.keys()
    for name in ("ce-epoch", "ce-source", "ce-aggregate", "ce-actor", "ce-subject", "ce-specversion"):
        assert first[name] == second[name]
    assert by_statement["recorded_at"] == by_statement["occurred_at"]
