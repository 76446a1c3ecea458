"""Handing events to JetStream in order: singly in lanes when few are waiting, in atomic batches when many are."""

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import uuid4

import orjson
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import Header
from nats.js.errors import APIError
from opentelemetry import propagate, trace
from opentelemetry.trace import SpanKind

from shared.crash import crash_point
from shared.outbox import wire
from shared.outbox.wire import Message
from shared.telemetry import traced

log = structlog.get_logger()
tracer = trace.get_tracer("partnership.outbox")

BATCH_PAYS_FROM = 16
BATCH_LIMIT = 500
IN_FLIGHT = 64
ACK_SECONDS = 5.0


class Row(Protocol):
    """A row of the outbox, as the relay reads it."""

    def __getitem__(self, name: str) -> object: ...


Published = tuple[int, int]
"""A row's position in the outbox, and its sequence in the stream."""


class Publisher:
    """Publishes rows of one outbox to one stream; what it returns is acknowledged and stored."""

    def __init__(self, client: Client, stream: str) -> None:
        self.client = client
        self.js: JetStreamContext = client.jetstream(timeout=ACK_SECONDS)
        self.stream = stream
        self._slots = asyncio.Semaphore(IN_FLIGHT)

    async def publish(self, rows: Sequence[Row]) -> list[Published]:
        """Publish rows, given in order of position; the rows missing from the answer must be tried again."""
        began = time.time_ns()
        done = await self._batch(rows) if len(rows) >= BATCH_PAYS_FROM else []
        done = done or await self._lanes(rows)
        if traced():
            _trace(rows, {position for position, _ in done}, self.stream, began)
        return done

    async def _lanes(self, rows: Iterable[Row]) -> list[Published]:
        lanes: dict[object, list[Row]] = {}
        for row in rows:  # position order is version order within an aggregate
            lanes.setdefault(row["aggregate"], []).append(row)
        done = await asyncio.gather(*map(self._lane, lanes.values()))
        return [published for lane in done for published in lane]

    async def _lane(self, rows: Sequence[Row]) -> list[Published]:
        done: list[Published] = []
        for row in rows:
            async with self._slots:
                try:
                    crash_point("relay.after_publish_before_ack", once_it_waits=True)
                    ack = await self.js.publish(
                        str(row["subject"]),
                        _payload(row),
                        headers=_headers(row),
                        stream=self.stream,
                        timeout=ACK_SECONDS,
                    )
                except (NatsError, TimeoutError, OSError) as error:
                    # stops this aggregate only; the next wave begins again with this very event
                    log.info("an event could not be published yet", event_id=str(row["event_id"]), error=repr(error))
                    break
                done.append((_position(row), ack.seq))  # a duplicate is stored already: that is success
        return done

    async def _batch(self, rows: Sequence[Row]) -> list[Published]:
        """Publish all rows as one atomic batch, which costs one disk sync; nothing at all is stored if it fails.

        A refusal (one of them is stored already, say) or silence leaves the matter to the lanes, where
        `Nats-Msg-Id` settles what an unsure batch stored.
        """
        batch_id, last = str(uuid4()), len(rows)

        def message(number: int) -> Message:
            row = rows[number - 1]
            place = {Header.BATCH_ID: batch_id, Header.BATCH_SEQUENCE: str(number)}
            return str(row["subject"]), _headers(row) | place, _payload(row)

        try:
            subject, headers, payload = message(1)
            # the first one is answered, so that a stream that takes no batches is known at once
            answer = await self.client.request(subject, payload, headers=headers, timeout=ACK_SECONDS)
            if answer.data:
                raise APIError.from_error(json.loads(answer.data)["error"])
            await wire.send(self.client, map(message, range(2, last)))
            subject, headers, payload = message(last)
            crash_point("relay.after_publish_before_ack", once_it_waits=True)
            ack = await self.js.publish(
                subject,
                payload,
                headers=headers | {Header.BATCH_COMMIT: "1"},
                stream=self.stream,
                timeout=ACK_SECONDS,
            )
        except (NatsError, TimeoutError, OSError, KeyError, ValueError) as error:
            log.info("an atomic batch was not taken", size=last, error=repr(error))
            return []
        return [(_position(row), ack.seq - last + number) for number, row in enumerate(rows, start=1)]


def _position(row: Row) -> int:
    position = row["position"]
    assert isinstance(position, int)  # noqa: S101 - the column is a bigint; this tells the type checker
    return position


def _payload(row: Row) -> bytes:
    payload = row["payload"]
    assert isinstance(payload, bytes)  # noqa: S101 - as above
    return payload


def _headers(row: Row) -> dict[str, str]:
    stored = row["headers"]
    headers: dict[str, str] = orjson.loads(stored) if isinstance(stored, str) else {}
    headers["Nats-Msg-Id"] = str(row["event_id"])
    return headers


def _trace(rows: Sequence[Row], done: set[int], stream: str, began: int) -> None:
    """Tell of each event that was sent, in the trace of what made it; its own headers travel untouched."""
    for row in rows:
        if _position(row) not in done:
            continue
        headers = _headers(row)
        span = tracer.start_span(
            f"send {headers.get('ce-type', stream)}",
            context=propagate.extract(headers),
            kind=SpanKind.CLIENT,
            start_time=began,
            attributes={
                "messaging.system": "nats",
                "messaging.operation.name": "send",
                "messaging.operation.type": "send",
                "messaging.message.id": str(row["event_id"]),
                "messaging.destination.template": headers.get("ce-type", ""),
                "messaging.destination.name": stream,
            },
        )
        span.end()
