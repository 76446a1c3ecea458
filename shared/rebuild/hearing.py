"""Hearing a stream again from its first event: the same verdicts and effects as the live consumer's, in shadows."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from nats.aio.msg import Msg
from sqlalchemy.exc import DBAPIError

from shared.database import Transaction, unreachable
from shared.errors import UnavailableError
from shared.events import Envelope, find
from shared.events.base import rewound
from shared.inbox import Known, Verdict
from shared.messaging.envelope import UndecodableError, read
from shared.messaging.subscription import Heard, Subscription
from shared.rebuild import shadow

log = structlog.get_logger()

Aggregate = tuple[str, str]


@dataclass(slots=True)
class Hearing:
    """One subscription, heard again; `known` is what was heard of all of them, in the place of the inbox."""

    subscription: Subscription
    known: Known
    early: dict[Aggregate, list[Envelope]] = field(default_factory=dict)
    """Events that came before the one before them, each aggregate's."""
    failed: set[UUID] = field(default_factory=set)
    """Events that cannot be taken in; the live consumer parks them, or has."""
    handled: list[Envelope] = field(default_factory=list)
    """Events whose effect is more than facts (something was said, or a key remembered)."""
    incarnation: str | None = None
    """Which life of the stream is heard."""
    count: int = 0
    left_out: int = 0

    async def messages(self, change: Transaction, messages: Sequence[Msg]) -> None:
        """Take a list in, one by one if that fails; what cannot be taken in is left to the live consumer."""
        self.count += len(messages)
        await self.events(change, [envelope for message in messages if (envelope := self._read(message)) is not None])

    async def events(self, change: Transaction, envelopes: Sequence[Envelope], *, in_order: bool = True) -> None:
        """Take events in; with `in_order` false also those before which one is missing."""
        if not envelopes:
            return
        try:
            async with change.connection.begin_nested():
                fresh = await self._take_in(change, envelopes, in_order=in_order)
        except Exception as error:
            if isinstance(error, UnavailableError) or (isinstance(error, DBAPIError) and unreachable(error)):
                raise
            if len(envelopes) == 1:
                self._fail(str(envelopes[0].id), error)
                return
            for one in envelopes:
                await self.events(change, [one], in_order=in_order)
            return
        if self.early:
            # what waited for one of these has its turn; what still has to wait is kept again
            next_ = [one for aggregate in _aggregates(fresh) for one in self.early.pop(aggregate, ())]
            await self.events(change, sorted(next_, key=_place))

    async def late(self, change: Transaction, consumer: str) -> None:
        """Take in what has waited in vain, if the live consumer has it: somebody accepted that gap."""
        waiting = [one for some in self.early.values() for one in some]
        had = await shadow.had(change.connection, consumer, [one.id for one in waiting])
        self.early.clear()
        for one in sorted(waiting, key=_place):
            await self.events(change, [one], in_order=one.id not in had)

    async def _take_in(
        self, change: Transaction, envelopes: Sequence[Envelope], *, in_order: bool
    ) -> Sequence[Envelope]:
        state = self._known(envelopes)
        taken: list[Envelope] = []
        fresh: list[Envelope] = []
        early: list[Envelope] = []
        for envelope in envelopes:
            verdict = state.judge(envelope, self.subscription.guard)
            if verdict is Verdict.GAP and in_order:
                early.append(envelope)
                continue
            taken.append(envelope)
            if verdict is not Verdict.COVERED:
                state.apply(envelope)
                fresh.append(envelope)
        await shadow.remember(change.connection, taken)
        await self._effects(change, fresh)
        self.known.seen.update(envelope.id for envelope in taken)
        self.known.versions.update(state.versions)
        for envelope in early:
            self.early.setdefault(_aggregate(envelope), []).append(envelope)
        self.handled += [one for one in fresh if find(one.type) in self.subscription.handlers]
        return fresh

    def _known(self, envelopes: Sequence[Envelope]) -> Known:
        """Return what is known of these events, as the live consumer reads it from its inbox."""
        ids = {one.id for one in envelopes} | {one.previousid for one in envelopes if one.previousid is not None}
        versions = self.known.versions
        return Known(ids & self.known.seen, {one: versions[one] for one in _aggregates(envelopes) if one in versions})

    async def _effects(self, change: Transaction, fresh: Sequence[Envelope]) -> None:
        """Have the effects on facts: those of a list at once, and what a rewound history takes back."""
        heard = [
            Heard(kind.model_validate_json(envelope.data), envelope)
            for envelope in fresh
            if (kind := find(envelope.type)) is not None
        ]
        if self.subscription.together is not None and fresh:
            await self.subscription.together(change, heard, fresh)
        takes_back = rewound(self.subscription.service)
        for one in heard:
            if type(one.event) is takes_back and (handler := self.subscription.handlers.get(takes_back)) is not None:
                await handler(change, one)

    def _read(self, message: Msg) -> Envelope | None:
        try:
            return read(message, self.incarnation)
        except UndecodableError as error:
            self._fail((message.headers or {}).get("ce-id", ""), error)
            return None

    def _fail(self, event_id: str, error: Exception) -> None:
        log.warning("an event cannot be taken in and is left out", event_id=event_id, error=repr(error))
        self.left_out += 1
        with suppress(ValueError):
            self.failed.add(UUID(event_id))


def _aggregate(envelope: Envelope) -> Aggregate:
    return envelope.aggregate_type, envelope.aggregate_id


def _aggregates(envelopes: Iterable[Envelope]) -> set[Aggregate]:
    return {_aggregate(envelope) for envelope in envelopes}


def _place(envelope: Envelope) -> tuple[Aggregate, int, int]:
    return _aggregate(envelope), envelope.epoch, envelope.sequence
