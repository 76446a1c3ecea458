"""What was promised about events still holds: their names, their schemas, and every shape they ever had."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from deploy.contracts import events
from deploy.contracts.events import PROMISES
from services.notifications import catalogue, examples
from shared.events import Event
from shared.outbox.record import Cause, Recorded, _headers

EVENTS = catalogue.every_type()
PHASE_CHANGED = "partnership.projects.phase-changed.v1"


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def test_no_promise_is_broken() -> None:
    assert events.broken() == []


def test_every_event_has_its_name_schema_and_sample_on_file() -> None:
    assert events.missing() == {}, "run `make contracts` and commit what it writes"


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: str(event.short_name()))
def test_a_sample_has_the_headers_that_an_event_is_published_with(event: type[Event]) -> None:
    example = event.model_validate(examples.data(event))
    now = datetime.now(UTC)
    cause = Cause("client:test", "correlation", str(uuid4()))
    published = _headers(Recorded.of(example, version=2, previous=uuid4(), now=now, cause=cause), 1)
    kept = read(PROMISES / "samples" / f"{event.type_name()}.json")["headers"]
    assert kept.keys() - {"traceparent"} == published.keys() - {"traceparent", "tracestate"}
    same = ("ce-type", "ce-source", "ce-subject", "ce-aggregate", "ce-specversion", "content-type")
    assert {name: kept[name] for name in same} == {name: published[name] for name in same}


@pytest.fixture
def promises(tmp_path: Path) -> Path:
    """What was promised, to be changed as if it had been promised otherwise."""
    return Path(shutil.copytree(PROMISES, tmp_path / "contract"))


def rewrite(file: Path, change: Any) -> None:
    content = read(file)
    change(content)
    file.write_text(json.dumps(content), encoding="utf-8")


def test_a_field_that_is_gone_is_noticed(promises: Path) -> None:
    file = promises / "schemas" / f"{PHASE_CHANGED}.json"
    rewrite(file, lambda schema: schema["properties"].update(mood={"type": "string"}))
    (found,) = events.broken(promises)
    assert found.startswith(f"{PHASE_CHANGED}: data.mood is gone. Add ")


def test_an_event_that_is_gone_is_noticed(promises: Path) -> None:
    kept = promises / "schemas" / f"{PHASE_CHANGED}.json"
    shutil.copy(kept, promises / "schemas" / "partnership.projects.forgotten.v1.json")
    (found,) = events.broken(promises)
    assert found.startswith("partnership.projects.forgotten.v1 was published and has no class any more.")


def test_another_audience_is_noticed(promises: Path) -> None:
    rewrite(promises / "event_names.json", lambda names: names["councils.AdoptionMoved"].update(audience="office"))
    (found,) = events.broken(promises)
    assert found.startswith("councils.AdoptionMoved: its audience was 'office' and is 'council'.")


def test_a_sample_that_cannot_be_read_any_more_is_noticed(promises: Path) -> None:
    samples = promises / "samples"
    rewrite(samples / f"{PHASE_CHANGED}.json", lambda kept: kept["data"].pop("to_phase"))
    rewrite(samples / "partnership.councils.registered.v1.json", lambda kept: kept["headers"].pop("ce-epoch"))
    first, second = events.broken(promises)
    assert "ce-epoch is missing" in first
    assert "to_phase" in second


def test_a_new_field_gets_a_new_sample_beside_the_old_one(promises: Path) -> None:
    samples = promises / "samples"
    # as if `from_phase` had been added after these samples were kept
    before = sorted(samples.glob(f"{PHASE_CHANGED}*.json"))
    for kept in before:
        rewrite(kept, lambda kept: kept["data"].pop("from_phase"))
    new = f"{PHASE_CHANGED}+{len(before) + 1}.json"
    assert [path.name for path in events.write(promises)] == [new]
    assert "from_phase" in read(samples / new)["data"]
    assert "from_phase" not in read(samples / f"{PHASE_CHANGED}.json")["data"]
    assert events.broken(promises) == []
    assert events.missing(promises) == {}
