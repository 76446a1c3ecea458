"""Streams and durables as they should be: made when missing, brought up to date when drifted, never silently else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from shared.crash import crash_point
from shared.events.base import PREFIX
from shared.messaging.subscription import Subscription, stream_of
from shared.settings import Settings

log = structlog.get_logger()

ACK_WAIT_SECONDS = 30.0
MAX_ACK_PENDING = 1000


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
    wanted = topology.stream()
    try:
        found = (await js.stream_info(str(wanted.name))).config
    except NotFoundError:
        await js.add_stream(wanted)
        log.info("a stream was made", stream=wanted.name)
        return
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
        log.warning("a stream's settings had drifted and were set right", stream=wanted.name, settings=drifted)


async def ensure_durable(js: JetStreamContext, topology: Topology, subscription: Subscription) -> None:
    wanted = topology.durable(subscription)
    try:
        found = (await js.consumer_info(subscription.stream, topology.service)).config
    except NotFoundError:
        await js.stream_info(subscription.stream)  # tells a missing stream from a missing durable
        await js.add_consumer(subscription.stream, wanted)
        log.info("a durable was made", stream=subscription.stream, durable=topology.service)
        return
    if found.filter_subject and not found.filter_subjects:
        found = replace(found, filter_subjects=[found.filter_subject])
    drifted = _drift(found, wanted, "ack_wait", "max_deliver", "max_ack_pending", "filter_subjects", "backoff")
    if drifted:
        await js.add_consumer(subscription.stream, wanted)  # an existing durable is updated
        log.warning(
            "a durable's settings had drifted and were set right",
            stream=subscription.stream,
            durable=topology.service,
            settings=drifted,
        )


def _drift(found: object, wanted: object, *names: str) -> list[str]:
    def value(of: object, name: str) -> object:
        raw = getattr(of, name)
        return sorted(raw) if isinstance(raw, list) else (raw or 0)

    return [name for name in names if value(found, name) != value(wanted, name)]
