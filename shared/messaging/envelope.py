"""Reading what arrives: a NATS message in CloudEvents binary mode becomes an envelope, or says why it cannot."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from nats.aio.msg import Msg

from shared.events import Envelope

LARGEST = 2**63 - 1
"""What the database can hold."""


class UndecodableError(Exception):
    """A message is no event of ours: an attribute is missing or malformed, or the data does not fit its type."""


def read(message: Msg, incarnation: str | None = None) -> Envelope:
    """Return the envelope of a JetStream message; `incarnation` tells this life of its stream from others."""
    meta = message.metadata
    return envelope(
        message.headers or {},
        message.data,
        came_on=message.subject,
        stream=meta.stream,
        stream_sequence=meta.sequence.stream,
        deliveries=meta.num_delivered or 1,
        incarnation=incarnation,
    )


def envelope(
    headers: Mapping[str, str],
    data: bytes,
    *,
    came_on: str,
    stream: str | None,
    stream_sequence: int | None,
    deliveries: int = 1,
    incarnation: str | None = None,
) -> Envelope:
    """Return the envelope that these headers describe.

    They must say what the NATS subject says that the message came on: who may publish is decided by subject, so that
    an event of councils which came on a subject of projects was not said by councils.
    """
    try:
        if came_on != f"{headers['ce-type']}.{headers['ce-subject']}":
            raise ValueError(f"type and subject are not those it came on, {came_on}")  # noqa: TRY301 - as the others
        return Envelope(
            id=UUID(headers["ce-id"]),
            type=headers["ce-type"],
            source=headers["ce-source"],
            subject=headers["ce-subject"],
            time=_instant(headers["ce-time"]),
            recordedtime=_instant(headers["ce-recordedtime"]),
            aggregate=headers["ce-aggregate"],
            sequence=_counted(headers["ce-sequence"]),
            previousid=UUID(headers["ce-previousid"]) if "ce-previousid" in headers else None,
            epoch=_counted(headers["ce-epoch"]),
            correlationid=headers["ce-correlationid"],
            causationid=headers.get("ce-causationid"),
            actor=headers["ce-actor"],
            data=data,
            traceparent=headers.get("traceparent"),
            tracestate=headers.get("tracestate"),
            stream=stream,
            stream_sequence=stream_sequence,
            incarnation=incarnation,
            deliveries=deliveries,
        )
    except KeyError as error:
        raise UndecodableError(f"the attribute {error.args[0]} is missing") from error
    except ValueError as error:
        raise UndecodableError(f"an attribute is malformed: {error}") from error


def _counted(text: str) -> int:
    number = int(text)
    if not 0 < number <= LARGEST:
        raise ValueError(f"{text[:40]} is no count")
    return number


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"the time {text!r} has no zone")
    return moment
