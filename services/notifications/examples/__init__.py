"""Examples of events, for readers and for the samples in the contract tests: invented, and plainly so."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticUndefined

from services.notifications.examples.special import SPECIAL
from services.notifications.examples.values import VALUES
from shared.events import Event

BY_TYPE: dict[str, Any] = {"integer": 1, "boolean": True, "array": [], "object": {}}

IDS = {
    "id": "01936000-0000-7000-8000-000000000002",
    "previousid": "01936000-0000-7000-8000-000000000001",
    "correlationid": "7d9f5c1e-4f0a-4a39-9d0e-0f5b8c1c2f11",
    "causationid": "01936000-0000-7000-8000-000000000000",
}


def data(event: type[Event], by_name: Mapping[str, Any] = VALUES) -> dict[str, Any]:
    """Return example data of a type, with every field it has; a field without an example gets one by its type."""
    schema = event.model_json_schema()["properties"]
    values = {}
    for name, field in event.model_fields.items():
        if (event.__name__, name) in SPECIAL:
            values[name] = SPECIAL[event.__name__, name]
        elif name in by_name:
            values[name] = by_name[name]
        elif field.default is PydanticUndefined:
            values[name] = BY_TYPE.get(schema[name].get("type", "string"), f"example-{name.replace('_', '-')}")
    return event.model_validate(values).model_dump(mode="json")


def cloud_event(event: type[Event]) -> dict[str, Any]:
    """Return an example of a type as readers get it: a structured CloudEvent."""
    example = event.model_validate(data(event))
    return {
        "specversion": "1.0",
        "id": IDS["id"],
        "type": event.type_name(),
        "source": f"/{event.service}",
        "subject": example.key,
        "time": "2026-11-21T10:00:00Z",
        "recordedtime": "2026-11-21T10:00:00Z",
        "aggregate": f"{event.aggregate}/{example.aggregate_id}",
        "sequence": 2,
        "previousid": IDS["previousid"],
        "epoch": 1,
        "correlationid": IDS["correlationid"],
        "causationid": IDS["causationid"],
        "actor": "client:digital-office",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "datacontenttype": "application/json",
        "data": example.model_dump(mode="json"),
    }
