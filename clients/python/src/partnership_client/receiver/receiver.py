"""The receiver: verifies, drops what it had, holds back what came too early, asks for what is missing, begins anew."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from partnership_client.client import Client
from partnership_client.errors import NotFound
from partnership_client.event import Event
from partnership_client.models.snapshots import Snapshot
from partnership_client.receiver.reading import FEED, Delivery, of_feed, read
from partnership_client.receiver.signatures import Verifier
from partnership_client.receiver.store import NOTHING, Mark, Place, Store

FARTHEST_BACK = 1000
"""How many events are asked for at most to fill one gap; what is farther back comes again by itself."""

Apply: TypeAlias = Callable[[Event, Any], None]
"""Does what an event asks for, with what the store's transaction yields (SQLite: its connection); both or neither."""


Fetch: TypeAlias = Callable[[UUID], Event | None]
"""Returns an event by its id, or None if there is none that may be seen."""
Resync: TypeAlias = Callable[[str, int], Snapshot]
"""Makes the copy anew because the history of a source was rewound (its database restored), and returns of what."""


class Receiver:
    """Hands each event on once, and each aggregate's in their order, whatever was lost, repeated or came too early."""

    def __init__(
        self,
        store: Store,
        verifier: Verifier | None = None,
        *,
        fetch: Fetch | None = None,
        resync: Resync | None = None,
        apply: Apply | None = None,
        wanted: Callable[[Event], bool] | None = None,
    ) -> None:
        """Make one; `wanted` says the same as the subscription's filter, where that is narrower than all."""
        self._store, self._verifier = store, verifier
        self._fetch, self._resync, self._apply = fetch, resync, apply
        self._wanted = wanted or (lambda _: True)

    def take(self, headers: Mapping[str, str], body: bytes) -> list[Event]:
        """Take a webhook's request in, and return the events that were applied by it, in order; often one, or none.

        Raises `NotSigned` (answer 400) and `NotAnEvent` (answer 422). Whatever `apply` raises, nothing was taken in:
        answer 500, and it comes again. After a return, answer 204: what is held back is kept.
        """
        if self._verifier is None:
            raise ValueError("to take webhooks in, the receiver needs a verifier")
        self._verifier.verify(headers, body)
        return self.hear(read(headers, body))

    def hear(self, heard: Event | Delivery) -> list[Event]:
        """Take an event in that came some other way, from the feed or the live stream say."""
        delivery = of_feed(heard) if isinstance(heard, Event) else heard
        if delivery.thin and self._fetch is not None and (whole := self._fetch(delivery.event.id)) is not None:
            delivery = Delivery(whole, delivery.chain, delivery.number, delivery.previous)
        applied = self._taken([delivery])
        if delivery.number is not None:
            while missing := self._missing(delivery.chain, delivery.event.aggregate):
                applied += self._taken(missing)
        return applied

    def begin(self, snapshot: Snapshot) -> None:
        """Begin with a state: what is in it counts as handed on."""
        with self._store.transaction():
            self._begin(snapshot)

    def _taken(self, deliveries: Iterable[Delivery]) -> list[Event]:
        waiting = list(deliveries)
        try:
            return self._once(waiting)
        except _RewoundError as rewound:
            if self._resync is None:
                raise AssertionError("told only where there is something to do") from rewound
            begun = self._resync(rewound.source, rewound.epoch)
            with self._store.transaction():
                self._store.forget(rewound.source, FEED)
                self._begin(begun)
                self._store.set_begun(rewound.source, rewound.epoch)
            return self._taken(waiting)

    def _once(self, deliveries: Iterable[Delivery]) -> list[Event]:
        applied: list[Event] = []
        with self._store.transaction() as transaction:
            for one in deliveries:
                for event in self._in_turn(one):
                    if self._is_new(event):
                        self._store.set_place(event.aggregate, event.source, _place(event))
                        if self._apply is not None:
                            self._apply(event, transaction)
                        applied.append(event)
        return applied

    def _in_turn(self, delivery: Delivery) -> Iterable[Event]:
        """Yield the events whose turn it is now, and keep what is too early."""
        chain, aggregate, number = delivery.chain, delivery.event.aggregate, delivery.number
        if number is None:
            if not self._store.had(delivery.event.id):
                yield delivery.event
            return
        mark, place = self._store.mark(chain, aggregate), self._store.place(aggregate)
        if chain == FEED and (mark is None or (place is not None and place.epoch < delivery.event.epoch)):
            # the feed may be joined anywhere, and goes on from an earlier number after a restore
            mark = Mark(number - 1, delivery.previous)
        mark = mark or NOTHING
        if number <= mark.number:
            return
        self._store.hold(delivery)
        while (turn := self._store.next_held(chain, aggregate)) is not None and turn.number is not None:
            if turn.number > mark.number + 1:
                return
            yield turn.event
            self._store.release(turn)
            mark = Mark(max(mark.number, turn.number), turn.event.id)
            self._store.set_mark(chain, aggregate, mark)

    def _is_new(self, event: Event) -> bool:
        """Say whether an event is to be handed on: it is newer than its aggregate's place, and not void."""
        known = self._store.epoch(event.source)
        if known is None or event.epoch > known:
            if known is not None and self._resync is not None:
                raise _RewoundError(event.source, event.epoch)
            self._store.set_epoch(event.source, event.epoch)
        if event.epoch < self._store.begun(event.source):
            # what is left of an older epoch is in the state that was begun with; without one, it is news as any other
            return False
        place = self._store.place(event.aggregate)
        return place is None or (event.epoch, event.sequence) > (place.epoch, place.sequence)

    def _missing(self, chain: str, aggregate: str) -> list[Delivery]:
        """Return what is missing before the first event that waits, as far as it can be had; nothing if that is all."""
        first, mark = self._store.next_held(chain, aggregate), self._store.mark(chain, aggregate) or NOTHING
        if self._fetch is None or first is None or first.number is None or first.number <= mark.number + 1:
            return []
        count = first.number - 1 - mark.number
        found: list[Event] = []
        wanted_id = first.previous
        for _ in range(min(FARTHEST_BACK, 10 * count)):
            if wanted_id is None or wanted_id == mark.event or len(found) == count:
                break
            event = self._fetch(wanted_id)
            if event is None:
                break
            if not found or chain == FEED or self._wanted(event):
                found.append(event)
            wanted_id = event.previousid
        missing = [Delivery(one, chain, first.number - 1 - back) for back, one in enumerate(found)][::-1]
        if len(found) == count:
            return missing
        if chain != FEED:
            return []
        # what is before these is not for this client to see: the feed goes on without it
        with self._store.transaction():
            self._store.set_mark(chain, aggregate, Mark(first.number - 1 - len(found), None))
        return [*missing, first]

    def _begin(self, snapshot: Snapshot) -> None:
        for item in snapshot.items:
            place = Place(item.epoch, item.sequence, item.event)
            self._store.set_place(item.aggregate, item.source, place)
            self._store.set_mark(FEED, item.aggregate, Mark(item.sequence, item.event))
            self._store.set_begun(item.source, item.epoch)


class _RewoundError(Exception):
    """An event is of a newer epoch than any before it of its source."""

    def __init__(self, source: str, epoch: int) -> None:
        super().__init__(f"the history of {source} was rewound")
        self.source, self.epoch = source, epoch


def _place(event: Event) -> Place:
    return Place(event.epoch, event.sequence, event.id)


def asking(client: Client) -> Fetch:
    """Return what asks the service for an event that is missing."""

    def fetch(event: UUID) -> Event | None:
        try:
            return client.events.get(event)
        except NotFound:
            return None

    return fetch
