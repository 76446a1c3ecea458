"""Taking messages in: a list in one transaction, one by one when it fails, each settled by its own outcome."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog
from nats.aio.msg import Msg
from opentelemetry import metrics

from shared import inbox
from shared.crash import crash_point
from shared.database import Database, Transaction
from shared.errors import UnavailableError
from shared.events import Envelope, Event, find
from shared.inbox import Verdict
from shared.messaging.deadletters import park, withdraw
from shared.messaging.envelope import read
from shared.messaging.reach import Reach
from shared.messaging.settle import BACKOFF_SECONDS, Again, GapError, Park, decide
from shared.messaging.spans import processing, processing_together
from shared.messaging.subscription import Heard, Subscription
from shared.outbox.record import Cause

log = structlog.get_logger()
meter = metrics.get_meter("partnership.inbox")
taken_in = meter.create_counter("events.taken_in", unit="{event}", description="Events whose effect was committed")
retried = meter.create_counter(
    "events.retried", unit="{event}", description="Deliveries that failed and will come again"
)

HEARTBEAT_SECONDS = 10.0
POISON_DELIVERIES = 3 * len(BACKOFF_SECONDS)
"""A message delivered more often may be one that ends the process: it is parked before it is handled."""
MOST_REMEMBERED = 10_000
"""Of how many messages it is remembered how often they failed; far more than can wait for another try at once."""


@dataclass(slots=True)
class Consumer:
    """One subscription of one service, and how its messages become effects."""

    name: str
    subscription: Subscription
    database: Database
    scaled: Callable[[float], float]
    incarnation: str | None = None
    """Which life of the stream the messages come from; the supervisor finds out before it lets any in."""
    failures: dict[tuple[str | None, int], int] = field(default_factory=dict)
    """How often a message failed here by its own fault, by its place in the stream. The broker's count of deliveries
    would not do: it goes up while the database is away, and then whatever comes back in another order is parked."""
    reach: Reach = field(init=False)

    def __post_init__(self) -> None:
        self.reach = Reach(self.name, self.subscription.stream, self.database)

    async def process(self, messages: Sequence[Msg]) -> None:
        """Take a list of messages in and settle every one of them; what could not be settled comes again by itself."""
        try:
            await self._process(messages)
        except Exception:
            # told here, since FastStream drops an error of its handler without a word
            log.exception("a list was left unsettled", stream=self.subscription.stream, size=len(messages))
            raise

    async def _process(self, messages: Sequence[Msg]) -> None:
        crash_point("consumer.after_fetch")
        async with self._kept_alive(messages):
            suspects = [message for message in messages if _deliveries(message) > POISON_DELIVERIES]
            for message in suspects:
                await self._last_chance(message)
            waiting = [message for message in messages if _deliveries(message) <= POISON_DELIVERIES]
            if not waiting:
                return
            try:
                late = await self._take_in(waiting)
            except Exception as error:  # noqa: BLE001 - each message gets its own chance, and its own verdict
                if len(waiting) == 1:
                    await self._settle_failure(waiting[0], error)
                    return
                log.info("a list could not be taken in together", size=len(waiting), error=repr(error))
                for message in waiting:
                    await self._one(message)
                return
            crash_point("consumer.after_commit_before_ack")
            for place, message in enumerate(waiting):
                if (gap := late.get(place)) is not None:
                    await self._settle_failure(message, gap)
                else:
                    await self._done(message)
            crash_point("consumer.after_ack")

    async def _one(self, message: Msg) -> None:
        try:
            late = await self._take_in([message])
            for gap in late.values():
                raise gap  # noqa: TRY301 - a gap is settled like any other failure of this message
        except Exception as error:  # noqa: BLE001 - the error decides whether it comes back or is parked
            await self._settle_failure(message, error)
        else:
            await self._done(message)

    async def _done(self, message: Msg) -> None:
        self.failures.pop(self._place(message), None)
        await message.ack()

    async def _take_in(self, messages: Sequence[Msg]) -> dict[int, GapError]:
        """Commit the effects of these messages together; return the places of those that must wait for another."""
        arrived = [read(message, self.incarnation) for message in messages]
        late: dict[int, GapError] = {}
        async with self.database.transaction(Cause(f"service:{self.name}", "list")) as change:
            await self.reach.verify(change.connection)
            state = await inbox.known(change.connection, self.name, arrived)
            taken: list[Envelope] = []
            fresh: list[Envelope] = []
            for place, envelope in enumerate(arrived):
                verdict = state.judge(envelope, self.subscription.guard)
                if verdict is Verdict.GAP:
                    _, have = state.have(envelope)
                    late[place] = GapError(f"{envelope.aggregate} is at version {have}, this is {envelope.sequence}")
                    continue
                taken.append(envelope)
                if verdict is Verdict.APPLY:
                    fresh.append(envelope)
            await inbox.take_in(change.connection, self.name, taken, state, fresh, self.subscription.guard)
            crash_point("consumer.after_inbox_insert")
            await self.apply(change, fresh)
            if self.subscription.taken is not None:
                # last: it may lock what another replica waits for
                await self.subscription.taken(change, taken)
        self.reach.committed(max((envelope.stream_sequence or 0 for envelope in taken), default=0))
        taken_in.add(len(fresh), {"stream": self.subscription.stream})
        return late

    async def apply(self, change: Transaction, envelopes: Sequence[Envelope]) -> None:
        """Run the handlers of these events inside a transaction, in order, each in its own span and cause."""
        heard = [Heard(event, envelope) for envelope in envelopes if (event := self._event(envelope)) is not None]
        if self.subscription.together is not None and envelopes:
            with processing_together(self.name, heard):
                await self.subscription.together(change, heard, envelopes)
        for one in heard:
            handler = self.subscription.handlers.get(type(one.event))
            if handler is None:
                continue
            envelope = one.envelope
            change.cause = Cause(f"service:{self.name}", envelope.correlationid, str(envelope.id))
            with processing(self.name, one.event, envelope):
                await handler(change, one)
                # what the handler changed is checked here, so that an error is this event's own
                await change.flush()

    def _event(self, envelope: Envelope) -> Event | None:
        """Return the event, or None for a type that this build does not know and may ignore."""
        known_type = find(envelope.type)
        if known_type is None:
            log.info("an event of an unknown type was heard", event_type=envelope.type, event_id=str(envelope.id))
            return None
        return known_type.model_validate_json(envelope.data)

    async def _last_chance(self, message: Msg) -> None:
        """Handle a message that came very often, alone, and parked beforehand in case the process dies of it."""
        error = RuntimeError(f"delivered {_deliveries(message)} times and never settled")
        try:
            if await park(self.database, self.name, message, "poison", error, self.reach.verify):
                await self._one(message)
                await withdraw(self.database, self.name, message)
                return
        except Exception as failure:  # noqa: BLE001 - not parked means not handled: it comes back
            await self._again(message, Again(BACKOFF_SECONDS[-1]), failure)
            return
        # it was parked before and never got beyond that: its handler ends the process
        await message.term()

    async def _settle_failure(self, message: Msg, error: BaseException) -> None:
        decision = decide(error, self._tries(message, error))
        if isinstance(decision, Park):
            await self._park(message, decision.cause, error)
            return
        await self._again(message, decision, error)

    async def _park(self, message: Msg, cause: str, error: BaseException) -> None:
        try:
            await park(self.database, self.name, message, cause, error, self.reach.verify)
        except Exception as failure:  # noqa: BLE001 - not parked means not settled: it comes back
            await self._again(message, Again(BACKOFF_SECONDS[-1]), failure)
            return
        crash_point("consumer.after_park_before_term")
        self.failures.pop(self._place(message), None)
        await message.term()

    def _tries(self, message: Msg, error: BaseException) -> int:
        """Return how often this message failed, this time included; an absent database is no fault of a message."""
        if isinstance(error, UnavailableError):
            return _deliveries(message)
        if len(self.failures) >= MOST_REMEMBERED:
            self.failures.clear()
        place = self._place(message)
        self.failures[place] = self.failures.get(place, 0) + 1
        return self.failures[place]

    def _place(self, message: Msg) -> tuple[str | None, int]:
        return self.incarnation, message.metadata.sequence.stream

    async def _again(self, message: Msg, again: Again, error: BaseException) -> None:
        retried.add(1, {"stream": self.subscription.stream})
        log.warning(
            "a message could not be taken in and will come again",
            subject=message.subject,
            event_id=(message.headers or {}).get("ce-id"),
            deliveries=_deliveries(message),
            in_seconds=round(self.scaled(again.seconds), 2),
            error=repr(error),
        )
        await message.nak(delay=self.scaled(again.seconds))

    @asynccontextmanager
    async def _kept_alive(self, messages: Sequence[Msg]) -> AsyncIterator[None]:
        """Tell the server from time to time that these messages are still being worked on."""

        async def beat() -> None:
            while True:
                await asyncio.sleep(max(0.3, self.scaled(HEARTBEAT_SECONDS)))
                for message in messages:
                    if not message._ackd:  # noqa: SLF001 - nats-py has no public way to ask
                        await message.in_progress()

        task = asyncio.create_task(beat())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def _deliveries(message: Msg) -> int:
    return message.metadata.num_delivered or 1
