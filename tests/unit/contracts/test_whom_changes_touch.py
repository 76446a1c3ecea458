"""Whom a change touches: by the fields they said they read, and those who said nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from deploy.contracts.changes.__main__ import main
from deploy.contracts.changes.released import KEPT, Released, keep, kept, today
from deploy.contracts.changes.subscribers import Subscriber, from_file, from_installation, touched
from deploy.contracts.changes.types import TypeChange
from deploy.contracts.compatibility import Change

PHASE_CHANGED = "partnership.projects.phase-changed.v1"


def row(name: str, **given: Any) -> dict[str, Any]:
    return {"id": f"id-{name}", "name": name, "client": "fife-it", "council": "fife", "types": [], "fields": {}} | given


def whom(path: str, *rows: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the names of whom a change at a path of that type touches, and of those who said nothing."""
    change = TypeChange(PHASE_CHANGED, Change(path, "field-gone", f"{path} is gone"))
    declared, silent = touched(change, [Subscriber.of(one) for one in rows])
    return [one.name for one in declared], [one.name for one in silent]


@pytest.mark.parametrize(
    ("fields", "path", "read"),
    [
        ({PHASE_CHANGED: ["data.reason"]}, "data.reason", True),
        ({PHASE_CHANGED: ["reason"]}, "data.reason", True),
        ({"projects.phase-changed": ["reason"]}, "data.reason", True),
        ({PHASE_CHANGED: ["data.parts[].note"]}, "data.parts[].note", True),
        ({PHASE_CHANGED: ["parts.note"]}, "data.parts[].note", True),
        # the whole of which a part changed, and a part of what is gone
        ({PHASE_CHANGED: ["data.parts"]}, "data.parts[].note", True),
        ({PHASE_CHANGED: ["data.parts[].note"]}, "data.parts", True),
        ({PHASE_CHANGED: ["data"]}, "data.reason", True),
        # the whole type: whatever is read of it
        ({PHASE_CHANGED: ["data.reason"]}, "", True),
        ({PHASE_CHANGED: ["data.reasons"]}, "data.reason", False),
        ({PHASE_CHANGED: []}, "data.reason", False),
        ({"partnership.projects.phase-changed.v2": ["data.reason"]}, "data.reason", None),
        ({}, "data.reason", None),
    ],
)
def test_a_subscriber_is_touched_by_what_it_said_it_reads(
    *, fields: dict[str, list[str]], path: str, read: bool | None
) -> None:
    declared, silent = whom(path, row("one", fields=fields))
    assert (declared, silent) == (["one"] if read else [], ["one"] if read is None else [])


def test_who_does_not_hear_a_type_is_not_touched_by_its_changes() -> None:
    heard = [row("every"), row("short", types=["projects.phase-changed"]), row("full", types=[PHASE_CHANGED])]
    others = [row("other", types=["projects.registered"])]
    assert whom("data.reason", *heard, *others) == ([], ["every", "short", "full"])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """What a release promised that had one field more than today's event."""
    types = {name: dict(promise) for name, promise in today().items()}
    schema = json.loads(json.dumps(types[PHASE_CHANGED]["schema"]))
    schema["properties"]["mood"] = {"type": "string"}
    types[PHASE_CHANGED]["schema"] = schema
    keep(Released("9.9.9", "0" * 40, types), tmp_path / "released.json")
    return tmp_path / "released.json"


@pytest.fixture
def known(tmp_path: Path) -> Path:
    file = tmp_path / "subscriptions.json"
    rows = [
        row("Casework", fields={PHASE_CHANGED: ["data.mood"]}),
        row("Archive", client="office-archive", council=None),
        row("Other", types=["projects.registered"]),
        row("Otherwise gone", state="stopped"),
    ]
    file.write_text(json.dumps({"items": rows, "next": None}), encoding="utf-8")
    return file


def test_a_breaking_change_is_refused_and_those_it_touches_are_named(
    broken: Path, known: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--released", str(broken), "--subscriptions", str(known)]) == 1
    said = capsys.readouterr().out
    assert "Breaking: 1\n" in said
    assert "    data.mood is gone: who reads it finds nothing\n" in said
    assert "      read by Casework (fife-it, fife, subscription id-Casework)\n" in said
    assert "      heard by Archive (office-archive, Digital Office, subscription id-Archive), who did not say" in said
    assert "Other" not in said
    assert "Refused: a breaking change needs a new version." in said


def test_the_report_for_programs_says_the_same(broken: Path, known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--released", str(broken), "--subscriptions", str(known)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["since"]["version"], report["breaking"]) == ("9.9.9", 1)
    (found,) = (one for one in report["changes"] if one["breaking"])
    assert (found["type"], found["path"], found["kind"]) == (PHASE_CHANGED, "data.mood", "field-gone")
    assert [one["name"] for one in found["read_by"]] == ["Casework"]
    assert [one["name"] for one in found["heard_by"]] == ["Archive"]


def test_what_was_released_last_is_not_broken(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "Breaking: 0\n" in capsys.readouterr().out


def test_what_cannot_be_found_out_is_no_yes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--released", str(tmp_path / "nothing.json")]) == 2
    assert "--keep" in capsys.readouterr().err
    assert main(["--subscriptions", str(tmp_path / "nothing.json")]) == 2
    assert main(["--url", "http://127.0.0.1:9", "--token-file", str(KEPT)]) == 2
    assert main(["--url", "http://127.0.0.1:9"]) == 2


def test_an_installation_is_asked_page_by_page() -> None:
    first = {"items": [row("one")], "next": "/api/v1/subscriptions?after=x"}
    pages = {"/api/v1/subscriptions?limit=200": first, first["next"]: {"items": [row("two")], "next": None}}
    with serving(pages) as (url, tokens):
        assert [one.name for one in from_installation(url, "a-token")] == ["one", "two"]
    assert tokens == ["Bearer a-token"] * 2


def test_a_file_may_hold_the_list_alone(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(json.dumps([row("one")]), encoding="utf-8")
    assert [one.whose for one in from_file(tmp_path / "list.json")] == ["one (fife-it, fife, subscription id-one)"]


def test_what_is_kept_reads_as_it_was_written(tmp_path: Path) -> None:
    keep(kept(), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == KEPT.read_bytes()


@contextmanager
def serving(pages: dict[Any, Any]) -> Iterator[tuple[str, list[str | None]]]:
    """Answer with pages by their addresses, and keep the tokens that were sent."""
    tokens: list[str | None] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tokens.append(self.headers["Authorization"])
            body = json.dumps(pages[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", tokens
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
