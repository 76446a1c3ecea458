"""Streams and durables as they should be: made when missing, brought up to date when drifted, never silently else."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import structlog
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    ConsumerInfo,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError
from opentelemetry import metrics

from shared.crash import crash_point
from shared.events.base import PREFIX
from shared.messaging.subscription import Subscription, stream_of
from shared.settings import Settings

log = structlog.get_logger()
mended_total = metrics.get_meter("partnership.messaging").create_counter(
    "broker.mended", unit="{thing}", description="Streams, durables and settings found missing or wrong and set right"
)

ACK_WAIT_SECONDS = 30.0
MAX_ACK_PENDING = 1000


def closed(stream: str) -> list[str]:
    """Return the subjects of a stream that takes no events yet: nobody may publish to its bare name."""
    return [stream]


@dataclass(frozen=True, slots=True)
class Topology:
    """What one service owns on the broker: its stream, and its durables on the streams it hears."""

    service: str
    subscriptions: Sequence[Subscription]
    settings: Settings

    def stream(self) -> StreamConfig:
        """Return the service's stream: kept for ever, full means refused, and nobody may delete from it."""
        return StreamConfig(
            name=stream_of(self.service),
            subjects=[f"{PREFIX}.{self.service}.>"],
            retention=RetentionPolicy.LIMITS,
            storage=StorageType.FILE,
            discard=DiscardPolicy.NEW,
            max_age=0,
            max_bytes=self.settings.stream_max_bytes,
            num_replicas=self.settings.stream_replicas,
            duplicate_window=self.settings.duplicate_window,
            allow_direct=True,
            allow_atomic=True,
            deny_delete=True,
            deny_purge=True,
        )

    def durable(self, subscription: Subscription) -> ConsumerConfig:
        """Return a durable that never gives a message up by itself: parking is decided by us, with a reason."""
        return ConsumerConfig(
            durable_name=self.service,
            deliver_policy=DeliverPolicy.ALL,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=max(1.0, self.settings.scaled(ACK_WAIT_SECONDS)),
            max_deliver=-1,
            max_ack_pending=MAX_ACK_PENDING,
            filter_subjects=subscription.subjects,
        )


async def ensure(js: JetStreamContext, topology: Topology) -> None:
    """Make or mend everything the service owns; raises NotFoundError while a stream of another service is missing."""
    await ensure_stream(js, topology)
    crash_point("provision.between_stream_and_consumer")
    for subscription in topology.subscriptions:
        await ensure_durable(js, topology, subscription)


async def ensure_stream(js: JetStreamContext, topology: Topology) -> None:
    """Make the stream, closed, or set right what drifted.

    Only `open_stream` lets events in: a new stream may stand where an old one was lost, and then everything that was
    said before must go in before what is said now. Its owner's relay knows, and opens it.
    """
    wanted = topology.stream()
    shut = closed(str(wanted.name))
    try:
        found = (await js.stream_info(str(wanted.name))).config
    except NotFoundError:
        await js.add_stream(replace(wanted, subjects=shut))
        mended_total.add(1, {"stream": str(wanted.name), "what": "stream"})
        log.info("a stream was made", stream=wanted.name)
        return
    if found.subjects == shut:
        wanted = replace(wanted, subjects=shut)
    drifted = _drift(
        found,
        wanted,
        "max_age",
        "max_bytes",
        "num_replicas",
        "duplicate_window",
        "subjects",
        "discard",
        "allow_direct",
        "allow_atomic",
    )
    if drifted:
        # deny_delete and deny_purge cannot be changed later, so they are taken as found
        await js.update_stream(replace(wanted, deny_delete=found.deny_delete, deny_purge=found.deny_purge))
        mended_total.add(1, {"stream": str(wanted.name), "what": "stream settings"})
        log.warning("a stream's settings had drifted and were set right", stream=wanted.name, settings=drifted)


async def open_stream(js: JetStreamContext, topology: Topology) -> None:
    """Let events into a stream that was made closed."""
    wanted = topology.stream()
    found = (await js.stream_info(str(wanted.name))).config
    await js.update_stream(replace(found, subjects=wanted.subjects))


async def ensure_durable(
    js: JetStreamContext,
    topology: Topology,
    subscription: Subscription,
    if_gone: Callable[[], Awaitable[None]] | None = None,
) -> ConsumerInfo:
    """Make the durable or set right what drifted; return what the broker says of it.

    `if_gone` is called before a missing one is made: whoever still pulls must not hear the first of the new one.
    """
    wanted = topology.durable(subscription)
    info: ConsumerInfo
    try:
        info = await js.consumer_info(subscription.stream, topology.service)
    except NotFoundError:
        if if_gone is not None:
            await if_gone()
        await js.stream_info(subscription.stream)  # tells a missing stream from a missing durable
        info = await js.add_consumer(subscription.stream, wanted)
        mended_total.add(1, {"stream": subscription.stream, "what": "durable"})
        log.info("a durable was made", stream=subscription.stream, durable=topology.service)
        return info
    found = info.config
    if found.filter_subject and not found.filter_subjects:
        found = replace(found, filter_subjects=[found.filter_subject])
    drifted = _drift(found, wanted, "ack_wait", "max_deliver", "max_ack_pending", "filter_subjects", "backoff")
    if drifted:
        info = await js.add_consumer(subscription.stream, wanted)  # an existing durable is updated
        mended_total.add(1, {"stream": subscription.stream, "what": "durable settings"})
        log.warning(
            "a durable's settings had drifted and were set right",
            stream=subscription.stream,
            durable=topology.service,
            settings=drifted,
        )
    return info


def _drift(found: object, wanted: object, *names: str) -> list[str]:
    def value(of: object, name: str) -> object:
        raw = getattr(of, name)
        return sorted(raw) if isinstance(raw, list) else (raw or 0)

    return [name for name in names if value(found, name) != value(wanted, name)]
