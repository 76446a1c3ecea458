"""What can be seen from outside when it is over: tables, outboxes, streams, inboxes and what became of each event."""

import json
from dataclasses import dataclass, field
from typing import Any

from nats.errors import Error as NatsError
from nats.js.api import ConsumerConfig, DeliverPolicy

from tests.chaos.system import System
from tests.support.processes import ServiceProcess

Row = dict[str, Any]

OUTBOX = """SELECT event_id::text AS id, aggregate_type || '/' || aggregate_id AS aggregate,
                   aggregate_version AS version, split_part(event_type, '.', 3) AS name, payload,
                   published_at IS NULL AS waits,
                   headers->>'ce-correlationid' AS command, headers->>'ce-causationid' AS cause,
                   headers->>'ce-actor' AS actor
            FROM outbox_event ORDER BY position"""
INBOX = "SELECT event_id::text AS id, stream FROM inbox ORDER BY processed_at"
LETTERS = "SELECT cause, subject, error FROM dead_letter WHERE state = 'parked'"
STATE = {
    "projects": {
        "project": "SELECT key, name, phase, version FROM project",
        "deliverable": "SELECT key, name, state, version FROM deliverable",
        "release": "SELECT key, state, version FROM release",
    },
    "councils": {
        "council": "SELECT slug AS key, name FROM council",
        "adoption": "SELECT council || '/' || deliverable AS key, state, note, version, release FROM adoption",
    },
}
LOG = "SELECT event_id::text AS id, aggregate, sequence AS version, data FROM event_log ORDER BY position"
HEAD = "SELECT position FROM event_log_head"
FACTS = {
    ("project", "registered"): "project_fact",
    ("project", "phase-changed"): "project_phase_fact",
    ("release", "release-planned"): "release_fact",
    ("release", "release-scope-changed"): "release_item_fact",
    ("release", "release-closed"): "release_closing_fact",
    ("council", "registered"): "council_fact",
    ("membership", "membership-started"): "membership_fact",
}
"""Events that become rows of a table of their own in reporting."""
SHARED_FACTS = {
    "project_description_fact": {("project", "registered"), ("project", "details-changed")},
    "deliverable_fact": {("deliverable", "deliverable-registered"), ("deliverable", "deliverable-renamed")},
    "deliverable_state_fact": {
        ("deliverable", "deliverable-registered"),
        ("deliverable", "deliverable-state-changed"),
    },
    "adoption_fact": {("adoption", "adoption-opened"), ("adoption", "adoption-moved")},
}
REPORTS = "SELECT release, closing::text AS closing, content FROM release_report"
HEARS_ALL_OF = {"notifications": ("PROJECTS", "COUNCILS", "REPORTING"), "reporting": ("PROJECTS", "COUNCILS")}
QUIET_SECONDS = 2.0


@dataclass(slots=True)
class Evidence:
    """Everything judged, read at one moment after all has come to rest."""

    outboxes: dict[str, list[Row]] = field(default_factory=dict)
    inboxes: dict[str, list[Row]] = field(default_factory=dict)
    letters: dict[str, list[Row]] = field(default_factory=dict)
    state: dict[str, dict[str, Row]] = field(default_factory=dict)
    streams: dict[str, list[tuple[str, bytes]]] = field(default_factory=dict)
    """Id and payload of each message, in the stream's order."""
    unsettled: dict[str, int] = field(default_factory=dict)
    log: list[Row] = field(default_factory=list)
    log_head: int = 0
    facts: dict[str, list[str]] = field(default_factory=dict)
    """The ids of the events that told the rows of each table of reporting."""
    reports: list[Row] = field(default_factory=list)

    @property
    def said(self) -> dict[str, Row]:
        """Every event of every outbox, by its id."""
        return {row["id"]: row for outbox in self.outboxes.values() for row in outbox}


async def collect(system: System) -> Evidence:
    """Read everything there is to see."""
    found = Evidence()
    for name, service in system.services.items():
        found.outboxes[name] = await _rows(service, OUTBOX)
        found.inboxes[name] = await _rows(service, INBOX)
        found.letters[name] = await _rows(service, LETTERS)
        for table, query in STATE.get(name, {}).items():
            found.state[table] = {row.pop("key"): row for row in await _rows(service, query)}
    found.log = await _rows(system.services["notifications"], LOG)
    found.log_head = (await _rows(system.services["notifications"], HEAD))[0]["position"]
    reporting = system.services["reporting"]
    for table in {*FACTS.values(), *SHARED_FACTS}:
        rows = await _rows(reporting, f"SELECT event_id::text AS id FROM {table}")  # noqa: S608 - our own names
        found.facts[table] = [row["id"] for row in rows]
    found.reports = [row | {"content": json.loads(row["content"])} for row in await _rows(reporting, REPORTS)]
    await _from_nats(system, found)
    return found


async def waiting(system: System) -> str:
    """Say what is still on its way, cheaply; nothing when all has come to rest."""
    said: dict[str, set[str]] = {}
    for name, service in system.services.items():
        rows = await _rows(service, "SELECT event_id::text AS id, published_at IS NULL AS waits FROM outbox_event")
        if waits := sum(row["waits"] for row in rows):
            return f"{waits} events of {name} are not published"
        said[name.upper()] = {row["id"] for row in rows}
    for name, streams in HEARS_ALL_OF.items():
        heard = {row["id"] for row in await _rows(system.services[name], "SELECT event_id::text AS id FROM inbox")}
        if missing := sum(len(said[stream] - heard) for stream in streams):
            return f"{missing} events have not reached {name}"
    return ""


async def _rows(service: ServiceProcess, query: str) -> list[Row]:
    return [dict(row) for row in await service.sql(query)]


async def _from_nats(system: System, found: Evidence) -> None:
    async with system.arena.operator() as client:
        js = client.jetstream(timeout=5)
        for name in system.services:
            stream = name.upper()
            info = await js.stream_info(stream)
            found.streams[stream] = await _read(js, stream, info.state.messages)
            for durable in await js.consumers_info(stream):
                if durable.config.durable_name:
                    left = int(durable.num_pending or 0) + int(durable.num_ack_pending or 0)
                    found.unsettled[f"{durable.name} on {stream}"] = left


async def _read(js: Any, stream: str, count: int) -> list[tuple[str, bytes]]:
    """Read a stream from its first message to its last."""
    messages: list[tuple[str, bytes]] = []
    if not count:
        return messages
    config = ConsumerConfig(deliver_policy=DeliverPolicy.ALL)
    reader = await js.subscribe("", stream=stream, ordered_consumer=True, config=config)
    try:
        while len(messages) < count:
            message = await reader.next_msg(timeout=QUIET_SECONDS)
            messages.append(((message.headers or {}).get("ce-id", ""), message.data))
    except TimeoutError:
        return messages
    except NatsError as error:
        raise AssertionError(f"{stream} cannot be read: {error!r}") from error
    finally:
        await reader.unsubscribe()
    return messages
