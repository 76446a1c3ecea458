"""Spans around effects, each the child of its own event's creation: one trace leads from a request to its effects."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from opentelemetry import propagate, trace
from opentelemetry.trace import SpanKind, StatusCode

from shared.events import Envelope, Event
from shared.messaging.subscription import Heard
from shared.telemetry import traced

tracer = trace.get_tracer("partnership.inbox")


@contextmanager
def processing(consumer: str, event: Event, envelope: Envelope) -> Iterator[None]:
    """Put a span around one event's effect, and the event's id into every log line."""
    with (
        structlog.contextvars.bound_contextvars(event_id=str(envelope.id), correlation_id=envelope.correlationid),
        tracer.start_as_current_span(**_of(consumer, event, envelope)),
    ):
        yield


@contextmanager
def processing_together(consumer: str, heard: Sequence[Heard[Event]]) -> Iterator[None]:
    """Put a span per event around the effect that a list of them has as a whole."""
    if not traced():
        yield
        return
    spans = [tracer.start_span(**_of(consumer, one.event, one.envelope)) for one in heard]
    try:
        yield
    except BaseException as error:
        for span in spans:
            span.set_status(StatusCode.ERROR, repr(error))
        raise
    finally:
        for span in spans:
            span.end()


def _of(consumer: str, event: Event, envelope: Envelope) -> dict[str, Any]:
    carrier = {"traceparent": envelope.traceparent or "", "tracestate": envelope.tracestate or ""}
    return {
        "name": f"process {event.short_name()}",
        "context": propagate.extract({name: value for name, value in carrier.items() if value}),
        "kind": SpanKind.CONSUMER,
        "attributes": {
            "messaging.system": "nats",
            "messaging.operation.name": "process",
            "messaging.operation.type": "process",
            "messaging.message.id": str(envelope.id),
            "messaging.destination.template": envelope.type,
            "messaging.consumer.group.name": consumer,
        },
    }
