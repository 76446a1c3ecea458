"""Somebody who may publish to a stream lies in what they publish: what does not fit is not believed, nor answered."""

import asyncio
from datetime import UTC, datetime
from secrets import token_hex
from uuid import UUID, uuid4

import httpx
import pytest
from nats.js import JetStreamContext
from nats.js.errors import APIError

from shared.events import Event
from shared.events.councils import CouncilRegistered
from shared.events.projects import ProjectDetailsChanged, ProjectRegistered
from shared.outbox import record
from shared.outbox.record import Cause, Recorded
from tests.support.arena import Arena
from tests.support.processes import ServiceProcess
from tests.support.waiting import eventually

ANSWERS = "forged.answers"
HUGE = "9" * 60_000
"""A header as large as the broker takes, nearly."""


def headers_of(event: Event, sequence: int) -> dict[str, str]:
    made = Recorded.of(event, version=sequence, previous=None, now=datetime.now(UTC), cause=Cause("client:test", "c"))
    # by another id than its own, as the relay never publishes: else its absence from the outbox would show a restore
    return record._headers(made, 1) | {"Nats-Msg-Id": str(uuid4())}


async def settled(arena: Arena, reporting: ServiceProcess) -> dict[UUID, str]:
    """Wait until reporting has settled everything in PROJECTS; return the causes of what it parked, by event."""

    async def nothing_waits() -> None:
        async with arena.operator() as client:
            info = await client.jetstream(timeout=5).consumer_info("PROJECTS", "reporting")
        assert (info.num_pending, info.num_ack_pending) == (0, 0)

    await eventually(nothing_waits, seconds=30)
    rows = await reporting.sql("SELECT event_id, cause FROM dead_letter")
    return {row["event_id"]: row["cause"] for row in rows}


async def publish(js: JetStreamContext, subject: str, headers: dict[str, str], event: Event) -> UUID:
    await js.publish(subject, event.model_dump_json().encode(), headers=headers)
    return UUID(headers["ce-id"])


async def test_events_that_are_not_what_they_say_are_parked_or_passed_over(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(20))
    await arena.converged(projects, reporting, ledger)
    (real,) = await projects.sql("SELECT event_id FROM outbox_event WHERE aggregate_id = 'p-0'")
    forged = ProjectRegistered(project="forged", name="Forged", programme="digital-partnership")
    renamed = ProjectDetailsChanged(project="p-0", name="Forged")
    council = CouncilRegistered(council="forged", name="Forged", gss_code="S12000099")
    async with arena.operator() as client:
        js = client.jetstream(timeout=5)
        parked = {
            # of a service that does not own this stream: with its permissions, nobody but councils could say it
            await publish(js, forged.subject, headers_of(council, 1), council),
            # of another type, and about another thing, than the subject that permissions and filters go by
            await publish(js, forged.subject, headers_of(renamed, 2), renamed),
            await publish(js, renamed.subject, headers_of(renamed, 2) | {"ce-subject": "p-1"}, renamed),
            await publish(js, forged.subject, headers_of(forged, 1) | {"ce-sequence": HUGE}, forged),
        }
        # the id of an event that was taken in, and a version that was taken in
        await publish(js, renamed.subject, headers_of(renamed, 2) | {"ce-id": str(real["event_id"])}, renamed)
        await publish(js, renamed.subject, headers_of(renamed, 1), renamed)
        # a thing whose name no index can hold
        aggregate = {"ce-aggregate": f"project/{token_hex(30_000)}"}
        failed = {await publish(js, forged.subject, headers_of(forged, 1) | aggregate, forged)}
    await ledger.changes(range(20, 40))
    assert await settled(arena, reporting) == dict.fromkeys(parked, "undecodable") | dict.fromkeys(failed, "failed")
    names = await reporting.sql("SELECT project, name FROM project_description_fact WHERE name = 'Forged'")
    assert names == []
    assert await reporting.sql("SELECT 1 FROM council_fact WHERE council = 'forged'") == []
    await asyncio.gather(projects.ready(), reporting.ready())


@pytest.mark.quick
async def test_no_message_makes_a_service_answer_and_a_huge_header_stops_nobody(arena: Arena) -> None:
    projects, reporting, ledger = await arena.pair()
    await ledger.changes(range(5))
    said = ProjectRegistered(project="said", name="Said by hand", programme="digital-partnership")
    headers = headers_of(said, 1) | {"reply_to": ANSWERS, "reply-to": ANSWERS, "Nats-Reply": ANSWERS, "ce-note": HUGE}
    async with arena.operator() as client:
        with pytest.raises(APIError, match="header size exceeds"):
            await publish(client.jetstream(timeout=5), said.subject, headers | {"ce-note": 2 * HUGE}, said)
        answers = await client.subscribe(f"{ANSWERS}.>")
        others = await client.subscribe(ANSWERS)
        await client.publish(said.subject, said.model_dump_json().encode(), reply=f"{ANSWERS}.1", headers=headers)
        from_the_broker = await answers.next_msg(timeout=10)
        assert b'"stream":"PROJECTS"' in from_the_broker.data.replace(b" ", b"")
        await ledger.changes(range(5, 20))
        assert await settled(arena, reporting) == {}
        await client.flush()
        assert (answers.pending_msgs, others.pending_msgs) == (0, 0), "a service answered"
    (taken_in,) = await reporting.sql("SELECT name FROM project_description_fact WHERE project = 'said'")
    assert taken_in["name"] == "Said by hand"
    await asyncio.gather(projects.ready(), reporting.ready())


async def test_nobody_can_publish_through_the_documentation(arena: Arena) -> None:
    projects, reporting, _ = await arena.pair()
    for one in (projects, reporting):
        for token in ({}, {"Authorization": f"Bearer {arena.token()}"}):
            async with httpx.AsyncClient(base_url=one.url, headers=token, timeout=15) as somebody:
                for path in ("/asyncapi/try", "/api/v1/asyncapi/try", "/docs/asyncapi/try"):
                    answer = await somebody.post(path, json={"channelName": "partnership.projects.registered.v1.p"})
                    assert answer.status_code in {401, 404}, (path, answer.text)
    assert await arena.in_stream() == []
