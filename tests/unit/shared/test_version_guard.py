"""The version guard: however events are delivered, each has its effect once, in order, and none too late.

The machine below is a broker that delivers what it likes, in lists of any order, again and again, and a consumer whose
transactions end as they like. What may have had an effect is said by the histories beside it, place by place.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar, NamedTuple
from uuid import UUID

from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from shared.events import Envelope
from shared.inbox import Guard, Known, Verdict

AGGREGATES = ("deliverable/a", "deliverable/b", "deliverable/c")


class Place(NamedTuple):
    """Where an event stands in its aggregate's history; they compare as a reader should take them."""

    epoch: int
    version: int


def place(event: Envelope) -> Place:
    return Place(event.epoch, event.sequence)


BLANK = Envelope(
    id=UUID(int=0),
    type="partnership.projects.deliverable-renamed.v1",
    source="/projects",
    subject="a",
    time=datetime(2026, 1, 1, tzinfo=UTC),
    recordedtime=datetime(2026, 1, 1, tzinfo=UTC),
    aggregate="",
    sequence=0,
    previousid=None,
    epoch=1,
    correlationid="a-correlation",
    causationid=None,
    actor="client:test",
    data=b"{}",
)


class Delivery(RuleBasedStateMachine):
    """A publisher whose database is restored now and then, a broker, and one consumer with its inbox."""

    guard: ClassVar[Guard]
    hears_all: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.epoch = 1
        self.said = 0
        self.history: defaultdict[str, list[Envelope]] = defaultdict(list)
        """What is true of each aggregate: what a restore took back is no part of it any more."""
        self.on_stream: list[Envelope] = []
        self.unsettled: set[UUID] = set()
        # the consumer's tables, as committed
        self.seen: set[UUID] = set()
        self.versions: dict[tuple[str, str], tuple[int, int]] = {}
        self.effects: list[Envelope] = []

    @rule(aggregate=some.sampled_from(AGGREGATES), is_heard=some.booleans())
    def say(self, *, aggregate: str, is_heard: bool) -> None:
        """Publish the next event of an aggregate; one that the subscription does not hear leaves a hole."""
        before = self.history[aggregate]
        self.said += 1
        event = replace(
            BLANK,
            id=UUID(int=self.said),
            aggregate=aggregate,
            epoch=self.epoch,
            sequence=before[-1].sequence + 1 if before else 1,
            previousid=before[-1].id if before else None,
        )
        before.append(event)
        if is_heard or self.hears_all:
            self.on_stream.append(event)
            self.unsettled.add(event.id)

    @precondition(lambda self: self.on_stream)
    @rule(data=some.data())
    def restore(self, data: some.DataObject) -> None:
        """Put the publisher's database back to an older copy: histories go on from there, in a new epoch."""
        self.epoch += 1
        for events in self.history.values():
            del events[data.draw(some.integers(0, len(events)), label="how many are left") :]

    @precondition(lambda self: self.on_stream)
    @rule(data=some.data(), commits=some.booleans())
    def deliver(self, *, data: some.DataObject, commits: bool) -> None:
        """Deliver a list: any events, in any order, also twice in one list, also settled ones."""
        numbers = some.integers(0, len(self.on_stream) - 1)
        chosen = data.draw(some.lists(numbers, min_size=1, max_size=8), label="which")
        self.take_in([self.on_stream[number] for number in chosen], commits=commits)

    @precondition(lambda self: self.on_stream)
    @rule()
    def rebuild_durable(self) -> None:
        """Make the consumer's durable anew: everything is delivered again."""
        self.unsettled |= {event.id for event in self.on_stream}

    @precondition(lambda self: self.guard == "newer")
    @rule()
    def forget(self) -> None:
        """Lose the inbox, but not how far each aggregate has got: that alone has to do here."""
        self.seen.clear()

    def take_in(self, events: Sequence[Envelope], *, commits: bool) -> None:
        """Do with a list what a consumer does in its transaction."""
        ids = {event.id for event in events}
        known = Known(self.seen & (ids | {event.previousid for event in events}), dict(self.versions))
        verdicts = [(event, known.judge(event, self.guard)) for event in events]
        if commits:
            taken = [event for event, verdict in verdicts if verdict is not Verdict.GAP]
            self.seen |= {event.id for event in taken}
            self.versions = known.versions
            self.effects += [event for event, verdict in verdicts if verdict is Verdict.APPLY]
            self.unsettled -= {event.id for event in taken}

    @invariant()
    def every_effect_is_once_and_in_order(self) -> None:
        assert len({event.id for event in self.effects}) == len(self.effects), "an effect came twice"
        for aggregate in AGGREGATES:
            self.is_right([event for event in self.effects if event.aggregate == aggregate])

    def is_right(self, applied: list[Envelope]) -> None:
        """Check the effects so far of one aggregate."""

    def is_complete(self, applied: list[Envelope], heard: list[Envelope], true: list[Envelope]) -> None:
        """Check the effects of one aggregate when nothing is left to deliver."""

    def teardown(self) -> None:
        """Deliver what waits, last first, until nothing does: each round settles something."""
        for _ in range(len(self.on_stream) + 1):
            for event in reversed(self.on_stream):
                if event.id in self.unsettled:
                    self.take_in([event], commits=True)
        assert not self.unsettled, "an event waits for ever"
        self.every_effect_is_once_and_in_order()
        for aggregate in AGGREGATES:
            self.is_complete(
                [event for event in self.effects if event.aggregate == aggregate],
                [event for event in self.on_stream if event.aggregate == aggregate],
                self.history[aggregate],
            )


class Strict(Delivery):
    """All of an aggregate's events, in their order, each only after the one before it."""

    guard = "strict"
    hears_all = True

    def is_right(self, applied: list[Envelope]) -> None:
        places = [place(event) for event in applied]
        assert places == sorted(set(places))
        before: set[UUID | None] = {None}
        for event in applied:
            assert event.previousid in before, "it was applied without the one before it"
            before.add(event.id)

    def is_complete(self, applied: list[Envelope], heard: list[Envelope], true: list[Envelope]) -> None:
        assert [event for event in applied if event in true] == true


class Newer(Delivery):
    """Never one that is older than one before it; in the end, the newest of all that came."""

    guard = "newer"

    def is_right(self, applied: list[Envelope]) -> None:
        places = [place(event) for event in applied]
        assert places == sorted(set(places))

    def is_complete(self, applied: list[Envelope], heard: list[Envelope], true: list[Envelope]) -> None:
        assert max(map(place, applied), default=None) == max(map(place, heard), default=None)


class Unguarded(Delivery):
    """Each once, as it comes."""

    guard = "none"

    def is_complete(self, applied: list[Envelope], heard: list[Envelope], true: list[Envelope]) -> None:
        assert sorted(event.id for event in applied) == sorted(event.id for event in heard)


TestStrict = Strict.TestCase
TestNewer = Newer.TestCase
TestUnguarded = Unguarded.TestCase
