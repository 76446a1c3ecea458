"""The judge of the chaos run finds what is there to find: each kind of harm is done to evidence that is clean."""

from collections.abc import Callable

import pytest

from tests.chaos.evidence import FACTS, SHARED_FACTS, Evidence, Row
from tests.chaos.judge import Verdict, judge
from tests.chaos.ledger import Command, Ledger
from tests.support.world import SERVICES

PROJECT = "project/p"


def told() -> Ledger:
    """Return the ledger of two commands that were acknowledged."""
    ledger = Ledger()
    ledger.open(Command("c-1", "projects", "POST", "/projects", {}, [(PROJECT, "registered")], outcome="done"))
    ledger.open(Command("c-2", "projects", "PATCH", "/projects/p", {}, [(PROJECT, "details-changed")], outcome="done"))
    ledger.hold("project", "p", name="Two", version=2)
    return ledger


def event(number: int, name: str, command: str) -> Row:
    return {
        "id": f"e-{number}",
        "aggregate": PROJECT,
        "version": number,
        "name": name,
        "payload": b"{}",
        "waits": False,
        "command": command,
        "cause": None,
        "actor": "client:digital-office",
    }


def clean() -> Evidence:
    """Return what is seen when both were carried out, once and in order."""
    found = Evidence()
    events = [event(1, "registered", "c-1"), event(2, "details-changed", "c-2")]
    heard = [{"id": one["id"], "stream": "PROJECTS"} for one in events]
    found.outboxes = {name: [] for name in SERVICES} | {"projects": events}
    found.streams = {name.upper(): [] for name in SERVICES} | {"PROJECTS": [(one["id"], b"{}") for one in events]}
    found.inboxes = {name: [] for name in SERVICES} | {"notifications": list(heard), "reporting": list(heard)}
    found.letters = {name: [] for name in SERVICES}
    found.state = {table: {} for table in ("deliverable", "release", "council", "adoption")}
    found.state["project"] = {"p": {"name": "Two", "phase": None, "version": 2}}
    found.log = [{name: one[name] for name in ("id", "aggregate", "version")} | {"data": b"{}"} for one in events]
    found.log_head = 2
    found.facts = {table: [] for table in {*FACTS.values(), *SHARED_FACTS}}
    found.facts |= {"project_fact": ["e-1"], "project_description_fact": ["e-1", "e-2"]}
    return found


def verdict(ledger: Ledger, found: Evidence) -> Verdict:
    return judge(ledger, found, stream_keeps_order=True)


def test_what_was_asked_and_done_once_in_order_is_clean() -> None:
    assert verdict(told(), clean()).clean


HARM: list[tuple[str, str, Callable[[Ledger, Evidence], object]]] = [
    ("a change never said", "lost", lambda ledger, found: found.outboxes["projects"].pop()),
    ("an event not published", "lost", lambda ledger, found: found.outboxes["projects"][1].update(waits=True)),
    ("an event gone from the stream", "lost", lambda ledger, found: found.streams["PROJECTS"].pop()),
    ("an event not taken in", "lost", lambda ledger, found: found.inboxes["reporting"].pop()),
    ("an event not in the log", "lost", lambda ledger, found: found.log.pop()),
    ("a fact missing", "lost", lambda ledger, found: found.facts["project_fact"].pop()),
    ("a row gone", "lost", lambda ledger, found: found.state["project"].pop("p")),
    ("an older name", "lost", lambda ledger, found: found.state["project"]["p"].update(name="One")),
    ("a message not settled", "lost", lambda ledger, found: found.unsettled.update({"reporting on PROJECTS": 1})),
    ("other data in the stream", "lost", lambda ledger, found: found.streams["PROJECTS"].__setitem__(0, ("e-1", b"x"))),
    ("a command nobody knows of", "lost", lambda ledger, found: setattr(ledger.commands["c-1"], "outcome", "unknown")),
    ("a report not frozen", "lost", lambda ledger, found: ledger.close("r", "c-1", ["d"])),
    ("an event nobody asked for", "phantom", lambda ledger, found: ledger.commands.pop("c-2")),
    ("a project nobody asked for", "phantom", lambda ledger, found: found.state["project"].update(q={"name": "?"})),
    ("a message nobody said", "phantom", lambda ledger, found: found.streams["PROJECTS"].append(("e-9", b"{}"))),
    ("a line nobody opened", "phantom", lambda ledger, found: found.state["adoption"].update({"north/d": {}})),
    (
        "a command done twice",
        "duplicated",
        lambda ledger, found: found.outboxes["projects"][1].update(name="registered", command="c-1"),
    ),
    ("a message stored twice", "duplicated", lambda ledger, found: found.streams["PROJECTS"].append(("e-1", b"{}"))),
    ("an effect done twice", "duplicated", lambda ledger, found: setattr(found, "log_head", 3)),
    ("a fact told twice", "duplicated", lambda ledger, found: found.facts["project_fact"].append("e-1")),
    ("a stream out of order", "out of order", lambda ledger, found: found.streams["PROJECTS"].reverse()),
    ("effects out of order", "out of order", lambda ledger, found: found.inboxes["reporting"].reverse()),
    ("a log out of order", "out of order", lambda ledger, found: found.log.reverse()),
    (
        "a dead letter",
        "parked",
        lambda ledger, found: found.letters["reporting"].append({"cause": "gap", "subject": "s", "error": "e"}),
    ),
    ("a refusal for no reason", "refused", lambda ledger, found: setattr(ledger.commands["c-1"], "outcome", "refused")),
]


@pytest.mark.parametrize(("kind", "harm"), [one[1:] for one in HARM], ids=[name for name, _, _ in HARM])
def test_harm_of_each_kind_is_found(kind: str, harm: Callable[[Ledger, Evidence], object]) -> None:
    """What is wrong is counted under its own name, whatever else it shows up as."""
    ledger, found = told(), clean()
    harm(ledger, found)
    assert verdict(ledger, found).counts[kind] >= 1
