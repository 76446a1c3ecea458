"""Events as CloudEvents 1.0 on HTTP: structured (one JSON object), batched, and binary (attributes as headers)."""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote

import orjson

from services.notifications.domain.filters import Looked
from services.notifications.models.log import Kept, Sendable
from shared.events import find
from shared.events.base import PREFIX
from shared.outbox.record import instant

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
JSON = "application/json"
BYTES = "application/octet-stream"

_NONE: dict[str, str | int] = {}
_VERSION = re.compile(r"\.v\d+$")


def attributes(event: Sendable) -> dict[str, Any]:
    """Return the context attributes of an event, without those it does not have."""
    given: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(event.event_id),
        "type": event.type,
        "source": event.source,
        "subject": event.subject,
        "time": event.time,
        "recordedtime": event.recordedtime,
        "aggregate": event.aggregate,
        "sequence": event.sequence,
        "previousid": str(event.previousid) if event.previousid else None,
        "epoch": event.epoch,
        "correlationid": event.correlationid,
        "causationid": event.causationid,
        "actor": event.actor,
        "traceparent": event.traceparent,
        "tracestate": event.tracestate,
    }
    return {name: value for name, value in given.items() if value is not None}


def texts(event: Kept) -> dict[str, str]:
    """Return the context attributes of an event as text, the way headers show them before they are quoted."""
    given = attributes(event) | {"datacontenttype": JSON if event.data_is_json else BYTES}
    return {name: _word(value) for name, value in given.items()}


class Looking:
    """An event as filters look at it; what they ask for is made once, and only then."""

    def __init__(self, event: Kept) -> None:
        self._event = event

    def __call__(self, name: str) -> Sequence[str]:
        return self._looked(name)

    @cached_property
    def _looked(self) -> Looked:
        event = self._event
        return Looked(texts(event), lambda: orjson.loads(event.data) if event.data_is_json else None)


def structured(event: Sendable, more: Mapping[str, str | int] = _NONE) -> bytes:
    """Return the event as one JSON object, its data unchanged inside, with more attributes where they are given."""
    return _whole(event)[:-1] + b"," + _json(more)[1:] if more else _whole(event)


def thin(event: Sendable, more: Mapping[str, str | int]) -> bytes:
    """Return the event as a JSON object without its data, which has an address among the attributes instead."""
    return _json(attributes(event) | dict(more))


def batch(events: Iterable[Kept]) -> bytes:
    """Return events as a JSON array."""
    return _json([_object(event) for event in events])


def page(events: Iterable[Kept], **around: str | None) -> bytes:
    """Return events as the items of a page."""
    return _json({"items": [_object(event) for event in events], **around})


def binary(event: Sendable) -> tuple[dict[str, str], bytes]:
    """Return the event's attributes as headers, and its data to the byte."""
    headers = {f"ce-{name}": quote(_word(value), safe=VISIBLE) for name, value in attributes(event).items()}
    return headers | {"Content-Type": JSON if event.data_is_json else BYTES}, event.data


def short_name(type_name: str) -> str:
    """Return the name people use for a type, also for one that this build does not know."""
    known = find(type_name)
    return known.short_name() if known else _VERSION.sub("", type_name.removeprefix(f"{PREFIX}."))


VISIBLE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')
"""What the CloudEvents HTTP binding leaves as it is in a header value."""


def _word(value: str | int | datetime) -> str:
    return instant(value) if isinstance(value, datetime) else str(value)


@lru_cache(maxsize=256)
def _whole(event: Sendable) -> bytes:
    """Return an event that mostly goes to many, one soon after the other."""
    return _json(_object(event))


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def _object(event: Sendable) -> dict[str, Any]:
    whole = attributes(event)
    if event.data_is_json:
        return whole | {"datacontenttype": JSON, "data": orjson.Fragment(event.data)}
    return whole | {"datacontenttype": "application/octet-stream", "data_base64": base64.b64encode(event.data).decode()}
