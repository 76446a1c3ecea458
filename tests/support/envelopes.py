"""Events as a service hears them, made without a broker."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from shared.events import Envelope
from shared.outbox.record import new_id


def envelopes(count: int, type_: str = "partnership.projects.registered.v1") -> Sequence[Envelope]:
    """Return events of aggregates of their own, next to one another in the stream."""
    now = datetime.now(UTC)
    return [
        Envelope(
            id=new_id(),
            type=type_,
            source="/projects",
            subject="one",
            time=now,
            recordedtime=now,
            aggregate=f"project/{uuid4()}",
            sequence=1,
            previousid=None,
            epoch=1,
            correlationid="correlation",
            causationid=None,
            actor="client:test",
            data=b"{}",
            stream="PROJECTS",
            stream_sequence=number,
        )
        for number in range(1, count + 1)
    ]
