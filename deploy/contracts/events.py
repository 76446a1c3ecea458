"""What was promised about events, kept in files: their names, their schemas, and a sample of each shape they had."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from pydantic import ValidationError

from deploy.contracts.compatibility import breaks
from deploy.local import REPOSITORY
from services.notifications import catalogue, examples
from shared.events import Event, find
from shared.messaging.envelope import UndecodableError, envelope

PROMISES = REPOSITORY / "tests/contract"
ADVICE = "Add fields that may be left out, or a new version of the event beside the old one."


def names() -> dict[str, dict[str, str]]:
    """Return how each event is called on the wire, what its versions count, and who may see it."""
    return {
        f"{one.service}.{one.__name__}": {
            "type": one.type_name(),
            "short": one.short_name(),
            "source": f"/{one.service}",
            "subject": f"{one.type_name()}.{{{one.about}}}",
            "aggregate": f"{one.aggregate}/{'.'.join(f'{{{field}}}' for field in one.identity)}",
            "audience": one.audience,
        }
        for one in catalogue.every_type()
    }


def sample(event: type[Event]) -> dict[str, Any]:
    """Return an event as it travels: the headers of its envelope, and its data."""
    example = examples.cloud_event(event)
    headers = {
        "Nats-Msg-Id": example["id"],
        "content-type": example.pop("datacontenttype"),
        "traceparent": example.pop("traceparent"),
    }
    data = example.pop("data")
    return {"headers": headers | {f"ce-{name}": str(value) for name, value in example.items()}, "data": data}


def broken(promises: Path = PROMISES) -> list[str]:
    """Return every promise that the code no longer keeps, in words its author can act on."""
    return [*_broken_names(promises), *_broken_schemas(promises), *_broken_samples(promises)]


def missing(promises: Path = PROMISES) -> dict[Path, Any]:
    """Return the files that are not there or not as they should be, with what belongs in them."""
    wanted: dict[Path, Any] = {promises / "event_names.json": names()}
    for event in catalogue.every_type():
        wanted[promises / "schemas" / f"{event.type_name()}.json"] = catalogue.schema(event)
        today, kept = sample(event), sorted((promises / "samples").glob(f"{event.type_name()}[.+]*json"))
        if not any(_shape(_read(file)["data"]) == _shape(today["data"]) for file in kept):
            # a shape the event had before keeps its sample: it may still lie in a stream
            number = f"+{len(kept) + 1}" if kept else ""
            wanted[promises / "samples" / f"{event.type_name()}{number}.json"] = today
    return {path: content for path, content in wanted.items() if not path.exists() or _read(path) != content}


def write(promises: Path = PROMISES) -> list[Path]:
    """Write what is missing; nothing may be broken."""
    files = missing(promises)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return list(files)


def _broken_names(promises: Path) -> Iterator[str]:
    file, today = promises / "event_names.json", names()
    for name, stored in (_read(file) if file.exists() else {}).items():
        for what, value in stored.items():
            now = today.get(name, {}).get(what)
            if now != value:
                yield f"{name}: its {what} was {value!r} and is {now!r}. {ADVICE}"


def _broken_schemas(promises: Path) -> Iterator[str]:
    for file in sorted((promises / "schemas").glob("*.json")):
        event = find(file.stem)
        if event is None:
            yield f"{file.stem} was published and has no class any more. {ADVICE}"
        else:
            yield from (f"{file.stem}: {one}. {ADVICE}" for one in breaks(_read(file), catalogue.schema(event)))


def _broken_samples(promises: Path) -> Iterator[str]:
    for file in sorted((promises / "samples").glob("*.json")):
        kept = _read(file)
        try:
            headers, data = kept["headers"], json.dumps(kept["data"]).encode()
            came_on = f"{file.stem.partition('+')[0]}.{headers.get('ce-subject')}"
            arrived = envelope(headers, data, came_on=came_on, stream="TEST", stream_sequence=1)
            event = find(arrived.type)
            if event is None:
                yield f"{file.stem} has no class any more. {ADVICE}"
                continue
            event.model_validate_json(arrived.data)
        except (UndecodableError, ValidationError) as error:
            yield f"{file.stem} cannot be read any more: {error}. {ADVICE}"
            continue
        for wrong in Draft202012Validator(catalogue.schema(event)).iter_errors(kept["data"]):
            yield f"{file.stem} does not fit today's schema at {wrong.json_path}: {wrong.message}. {ADVICE}"


def _shape(value: Any) -> Any:
    """Return which fields there are, whatever they say."""
    if isinstance(value, dict):
        return {name: _shape(part) for name, part in value.items()}
    return [_shape(part) for part in value[:1]] if isinstance(value, list) else None


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
