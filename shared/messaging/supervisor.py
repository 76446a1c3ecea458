"""Keeping a service listening: connects in the background, probes every durable, and mends what is gone, for ever."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.message import NatsBatchMessage
from faststream.security import SASLPlaintext
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import ConnectionClosedError
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo
from opentelemetry import metrics

from shared.database import Database
from shared.errors import UnavailableError
from shared.events.base import PREFIX
from shared.messaging import provision
from shared.messaging.asking import Answer, Answering
from shared.messaging.consumer import Consumer
from shared.messaging.provision import Topology
from shared.messaging.pull import Puller
from shared.messaging.subscription import Subscription
from shared.outbox.audit import incarnation
from shared.settings import Settings

log = structlog.get_logger()
meter = metrics.get_meter("partnership.inbox")
waiting_gauge = meter.create_gauge(
    "events.waiting", unit="{event}", description="Events on the stream not yet taken in"
)

LIST_SIZE = 400
PROBE_SECONDS = 2.0
PROBE_DEADLINE_SECONDS = 3.0
PULL_SECONDS = 5.0
PAUSE_SECONDS = 1.0
GRACE_SECONDS = 15.0
FLUSH_SECONDS = 2


@dataclass(slots=True)
class Ear:
    """One subscription as it runs: its subscriber, and what the last probe said."""

    subscription: Subscription
    consumer: Consumer
    subscriber: Any
    puller: Puller | None = None
    durable_made: str | None = None
    state: str = "starting"
    waiting: int = 0

    @property
    def running(self) -> bool:
        """Whether it pulls."""
        return self.subscriber.running and any(not task.done() for task in self.subscriber.tasks)


class Messaging:
    """A service's connection to NATS, and everything it hears through it."""

    def __init__(
        self,
        name: str,
        settings: Settings,
        database: Database,
        subscriptions: Sequence[Subscription],
        answers: Sequence[Answer] = (),
    ) -> None:
        self.name, self.settings = name, settings
        self.topology = Topology(name, subscriptions, settings)
        self.broker = NatsBroker(
            settings.nats_servers,
            name=name,
            security=_credentials(settings),
            inbox_prefix=f"_INBOX_{name}",
            max_reconnect_attempts=-1,  # a client that has given up blocks the loop and never comes back
            reconnect_time_wait=max(0.05, settings.scaled(1.0)),  # type: ignore[arg-type]  # seconds, also parts of one
            connect_timeout=5,
            ping_interval=10,
            max_outstanding_pings=2,
            graceful_timeout=GRACE_SECONDS,
            apply_types=False,
            logger=None,
            disconnected_cb=self._disconnected,
            reconnected_cb=self._reconnected,
        )
        # not by its constructor: FastStream's wrapper raises on a refused password, and that ends the reconnecting
        self.broker._connection_kwargs["error_cb"] = self._failed  # noqa: SLF001
        self.client: Client | None = None
        self.ears = [self._ear(subscription, database) for subscription in subscriptions]
        self._answering = Answering(name, answers, database)
        self._probe_now = asyncio.Event()

    def _ear(self, subscription: Subscription, database: Database) -> Ear:
        consumer = Consumer(self.name, subscription, database, self.settings.scaled)
        subscriber = self.broker.subscriber(
            f"{PREFIX}.{subscription.service}.>",  # what is heard is the durable's to say: it exists before we start
            stream=JStream(subscription.stream, declare=False),
            durable=self.name,
            pull_sub=PullSub(batch_size=LIST_SIZE, timeout=PULL_SECONDS, batch=True),
            inbox_prefix=f"_INBOX_{self.name}.".encode(),
            ack_policy=AckPolicy.MANUAL,  # each message of a list is settled by its own outcome, in Consumer
            decoder=_as_it_came,
            no_reply=True,
        )
        subscriber(consumer.process)
        return Ear(subscription, consumer, subscriber)

    @property
    def consumers(self) -> dict[str, Consumer]:
        """The consumer of each stream that is heard."""
        return {ear.subscription.stream: ear.consumer for ear in self.ears}

    @property
    def connected(self) -> bool:
        return self.client is not None and self.client.is_connected

    async def ensure(self) -> None:
        """Make or mend the service's own stream and durables."""
        if self.client is None:
            raise ConnectionClosedError
        await provision.ensure(self.client.jetstream(timeout=5), self.topology)

    async def open_stream(self, js: JetStreamContext) -> None:
        """Let events into the service's own stream."""
        await provision.open_stream(js, self.topology)

    async def run(self) -> None:
        """Connect, listen and look after it until cancelled."""
        delay = 0.1
        while True:
            try:
                # with endless reconnects this waits for a server as long as it takes
                self.client = await self.broker.connect()
                await self._listen()
            except Exception as error:  # noqa: BLE001 - the supervisor never gives up; readiness tells what is wrong
                log.warning("listening begins again", error=repr(error), in_seconds=delay)
            await self.stop()
            await asyncio.sleep(delay)
            delay = min(delay * 2, self.settings.scaled(5.0))

    async def _listen(self) -> None:
        """Start every ear as soon as its durable is there, and probe them all until the client is closed."""
        client = self.client
        while client is not None and not client.is_closed and not _has_given_up(client):
            if client.is_connected:
                await self._answering.listen(client)
                await self._look_after_stream()
                for ear in self.ears:
                    await self._look_after(ear)
            else:
                for ear in self.ears:
                    ear.state = "NATS is not connected"
            self._probe_now.clear()
            try:
                async with asyncio.timeout(self.settings.scaled(PROBE_SECONDS)):
                    await self._probe_now.wait()
            except TimeoutError:
                continue
        log.error(
            "the NATS client has given up and is made anew", last_error=repr(client.last_error if client else None)
        )

    async def _look_after_stream(self) -> None:
        """See that the service's own stream is there and is as it should be."""
        try:
            js = self.client.jetstream(timeout=PROBE_DEADLINE_SECONDS)  # type: ignore[union-attr]
            await provision.ensure_stream(js, self.topology)
        except (NatsError, TimeoutError, OSError) as error:
            log.info("the stream does not answer yet", stream=self.topology.stream().name, error=repr(error))

    async def _look_after(self, ear: Ear) -> None:
        """See that the durable is there and that we are pulling from it; make and start what is missing."""
        try:
            js = self.client.jetstream(timeout=PROBE_DEADLINE_SECONDS)  # type: ignore[union-attr]
            info = await provision.ensure_durable(js, self.topology, ear.subscription, lambda: self._stop(ear))
            if await self._is_behind(ear, info):
                await self._stop(ear)
                info = await ear.consumer.reach.hear_again(js, self.topology, ear.subscription)
            if (made := str(info.created)) != ear.durable_made:
                # another durable may mean another life of the stream
                ear.consumer.incarnation = incarnation(await js.stream_info(ear.subscription.stream))
                ear.durable_made = made
            if not ear.running:
                await self._stop(ear)
                await ear.subscriber.start()
                ear.puller = Puller(self.client, ear.subscription.stream, self.name, self._pause)  # type: ignore[arg-type]
                ear.subscriber.subscription.fetch = ear.puller.fetch
            ear.state, ear.waiting = "listening", int(info.num_pending or 0) + int(info.num_ack_pending or 0)
            waiting_gauge.set(ear.waiting, {"stream": ear.subscription.stream})
        except (NatsError, TimeoutError, OSError, UnavailableError) as error:
            ear.state = f"waiting: {error!r}"
            log.info("a durable does not answer yet", stream=ear.subscription.stream, error=repr(error))

    async def _is_behind(self, ear: Ear, info: ConsumerInfo) -> bool:
        """Ask whether our database holds what the broker believes we have; nothing is heard before that is known."""
        acknowledged = info.ack_floor.stream_seq if info.ack_floor else 0
        try:
            async with asyncio.timeout(PROBE_DEADLINE_SECONDS):
                return await ear.consumer.reach.is_behind(acknowledged, exactly=ear.subscription.hears_everything)
        except (UnavailableError, TimeoutError):
            if not ear.running:
                raise
            return False  # asked again at the next probe

    async def _pause(self) -> None:
        """Ask for a probe at once and rest: an answerless pull must not become a busy loop."""
        self._probe_now.set()
        await asyncio.sleep(max(0.1, self.settings.scaled(PAUSE_SECONDS)))

    async def _stop(self, ear: Ear) -> None:
        ear.state = "stopped"
        try:
            await ear.subscriber.stop()
            if ear.puller is not None:
                await ear.puller.close()
        except (NatsError, OSError) as error:
            # on a connection that is gone there is nothing to unsubscribe from
            log.info("a subscription could not be given back", stream=ear.subscription.stream, error=repr(error))
        ear.puller = None
        ear.subscriber.subscription = None

    async def stop(self) -> None:
        """Let what is being taken in end, then disconnect; also from a server that does not answer any more."""
        client, self.client = self.client, None
        for ear in self.ears:
            await self._stop(ear)
        if client is None:
            return
        try:
            if client.is_connected:
                # what was settled last should reach the server; draining would wait half a minute for a silent one
                await client.flush(timeout=FLUSH_SECONDS)
            await client.close()
        except (NatsError, OSError) as error:
            log.warning("the NATS client could not be closed in order", error=repr(error))
            await client.close()
        finally:
            # the broker would hand a closed client out again
            self.broker._connection = None  # noqa: SLF001 - FastStream forgets a client only after draining it

    async def ping(self) -> None:
        """Make one round trip to the server, or raise."""
        if self.client is None or not self.client.is_connected:
            raise ConnectionClosedError
        await self.client.flush(timeout=2)

    async def _disconnected(self) -> None:
        log.warning("NATS is disconnected")

    async def _reconnected(self) -> None:
        log.info("NATS is connected again")
        for ear in self.ears:
            if ear.puller is not None:
                await ear.puller.renew()
        self._probe_now.set()

    async def _failed(self, error: Exception) -> None:
        log.info("the NATS client reports", error=repr(error))


def _has_given_up(client: Client) -> bool:
    """Say whether a client waits to be connected again and nobody is at it: an error it does not know ends its try."""
    trying = client._reconnection_task  # noqa: SLF001 - nats-py has no public way to ask
    return not client.is_connected and trying is not None and trying.done()


async def _as_it_came(message: NatsBatchMessage) -> list[Msg]:
    """Hand the raw messages to the handler: decoding is ours, so that one bad message harms no other."""
    return message.raw_message


def _credentials(settings: Settings) -> SASLPlaintext | None:
    if settings.nats_user is None or settings.nats_secret is None:
        return None
    return SASLPlaintext(username=settings.nats_user, password=settings.nats_secret)
