"""The receiver, against a sender that signs as the services do, and a network that loses, repeats and reorders."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from partnership_client.event import Event
from partnership_client.models.snapshots import Snapshot, StateItem
from partnership_client.receiver import NotAnEvent, NotSigned, Receiver, SqliteStore, Verifier
from standardwebhooks import Webhook

from services.notifications.webhooks.signing import SigningKey, new_key, signed

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SUBSCRIPTION = "a-subscription"
AGGREGATES = ("project/gdpr", "project/telecare", "adoption/fife.toolkit")


@dataclass
class Sender:
    """What the services know: every event by its id, each aggregate's history, and what a subscription is sent."""

    epoch: int = 1
    events: dict[UUID, Event] = field(default_factory=dict)
    histories: dict[str, list[Event]] = field(default_factory=dict)
    lanes: dict[str, list[Event]] = field(default_factory=dict)
    void: set[UUID] = field(default_factory=set)

    def say(self, aggregate: str) -> tuple[dict[str, str], bytes]:
        """Have something happen, and return the request that tells of it."""
        history, lane = self.histories.setdefault(aggregate, []), self.lanes.setdefault(aggregate, [])
        now = datetime.now(UTC).isoformat()
        event = Event(
            id=uuid4(), type="partnership.projects.details-changed.v1", source="/projects", subject="x", time=now,
            recordedtime=now, aggregate=aggregate, sequence=len(history) + 1, epoch=self.epoch, actor="client:test",
            previousid=history[-1].id if history else None, correlationid="c", datacontenttype="application/json",
            data={"number": len(history) + 1},
        )  # fmt: skip
        previous = lane[-1].id if lane else None
        history.append(event)
        lane.append(event)
        self.events[event.id] = event
        return self.request(event, len(lane), previous)

    def request(self, event: Event, number: int | None, previous: UUID | None) -> tuple[dict[str, str], bytes]:
        content: dict[str, Any] = {"specversion": "1.0", "subscriptionid": SUBSCRIPTION}
        content |= event.model_dump(mode="json", exclude_none=True)
        content |= {} if number is None else {"subscriptionsequence": number}
        content |= {} if previous is None else {"subscriptionprevious": str(previous)}
        body = json.dumps(content).encode()
        now = datetime.now(UTC)
        signature = Webhook(SECRET).sign(str(event.id), now, body.decode())
        headers = {"webhook-id": str(event.id), "webhook-timestamp": str(int(now.timestamp()))}
        return headers | {"webhook-signature": signature, "content-type": "application/cloudevents+json"}, body

    def restore(self, back: int) -> None:
        """Put the database back: the last events of each aggregate are void, and a new epoch begins."""
        self.epoch += 1
        for history in self.histories.values():
            for event in history[max(0, len(history) - back) :]:
                self.void.add(event.id)
                del self.events[event.id]
                history.remove(event)

    def fetch(self, event: UUID) -> Event | None:
        return self.events.get(event)

    def snapshot(self, *_: Any) -> Snapshot:
        items = [
            StateItem(
                aggregate=name, source="/projects", epoch=newest[-1].epoch, sequence=newest[-1].sequence,
                event=newest[-1].id, state={},
            )
            for name, newest in self.histories.items()
            if newest
        ]  # fmt: skip
        return Snapshot(scope="programme", count=len(items), sha256="", cursor="c", events="/", items=items)


@dataclass
class Copy:
    """A program that keeps what it is handed in the very database that the receiver remembers in."""

    sender: Sender
    connection: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:"))
    begun: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = SqliteStore(self.connection)
        self.connection.execute("CREATE TABLE had (number INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT UNIQUE)")
        self.receiver = Receiver(
            self.store, Verifier(SECRET), fetch=self.sender.fetch, resync=self.resync, apply=self.apply
        )

    def apply(self, event: Event, connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO had (event) VALUES (?)", (str(event.id),))

    def resync(self, source: str, epoch: int) -> Snapshot:
        assert source == "/projects"
        self.begun.append(epoch)
        return self.sender.snapshot()

    def had(self) -> list[UUID]:
        return [UUID(one) for (one,) in self.connection.execute("SELECT event FROM had ORDER BY number")]


def test_what_came_is_handed_on_once_and_in_order_whatever_came_first() -> None:
    sender = Sender()
    copy = Copy(sender)
    requests = [sender.say("project/gdpr") for _ in range(4)]
    first, second, third, fourth = sender.histories["project/gdpr"]
    copy.receiver = Receiver(copy.store, Verifier(SECRET), apply=copy.apply)
    assert copy.receiver.take(*requests[2]) == [], "held back: two before it have not come"
    assert [one.id for one in copy.receiver.take(*requests[0])] == [first.id]
    assert copy.receiver.take(*requests[0]) == [], "had before"
    assert [one.id for one in copy.receiver.take(*requests[1])] == [second.id, third.id]
    assert [one.id for one in copy.receiver.take(*requests[3])] == [fourth.id]
    assert copy.had() == [one.id for one in (first, second, third, fourth)]


def test_what_is_missing_is_asked_for() -> None:
    sender = Sender()
    copy = Copy(sender)
    requests = [sender.say("project/gdpr") for _ in range(5)]
    applied = copy.receiver.take(*requests[4])
    assert [one.id for one in applied] == [one.id for one in sender.histories["project/gdpr"]]
    assert [copy.receiver.take(*one) for one in requests] == [[]] * 5


def test_nothing_is_taken_in_if_the_program_fails_and_all_of_it_when_it_comes_again() -> None:
    sender = Sender()
    copy = Copy(sender)
    request = sender.say("project/gdpr")

    def fails(event: Event, connection: sqlite3.Connection) -> None:
        copy.apply(event, connection)
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        Receiver(copy.store, Verifier(SECRET), apply=fails).take(*request)
    assert copy.had() == []
    assert len(copy.receiver.take(*request)) == 1
    assert len(copy.had()) == 1


def test_what_is_not_signed_or_is_no_event_is_refused() -> None:
    sender = Sender()
    headers, body = sender.say("project/gdpr")
    receiver = Copy(sender).receiver
    for changed, content in (
        (headers, body + b" "),
        (headers | {"webhook-signature": "v1,AAAA"}, body),
        (headers | {"webhook-timestamp": "1000000000"}, body),
        (headers | {"webhook-id": "another"}, body),
        ({}, body),
    ):
        with pytest.raises(NotSigned):
            receiver.take(changed, content)
    now = datetime.now(UTC)
    signature = Webhook(SECRET).sign("m", now, "{}")
    named = {"webhook-id": "m", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
    with pytest.raises(NotAnEvent):
        receiver.take(named | {"content-type": "application/json"}, b"{}")


def test_every_signature_of_the_services_is_verified_and_those_of_other_keys_are_not() -> None:
    body = b'{"x": 1}'
    for kind in ("hmac", "ed25519"):
        key, other = new_key(kind), new_key(kind)
        signing = SigningKey.of(uuid4(), kind, key.secret)
        now = datetime.now(UTC)
        at = int(now.timestamp())
        headers = {
            "webhook-id": "m",
            "webhook-timestamp": str(at),
            "webhook-signature": signed([signing], "m", at, body),
        }
        assert Verifier(str(other.shown or other.public), str(key.shown or key.public)).verify(headers, body) == "m"
        with pytest.raises(NotSigned):
            Verifier(str(other.shown or other.public)).verify(headers, body)


def test_what_is_left_of_an_older_epoch_is_news_to_who_begins_after_the_restore() -> None:
    sender = Sender()
    copy = Copy(sender)
    old = sender.say(AGGREGATES[1])
    sender.restore(0)
    new = sender.say(AGGREGATES[0])
    assert len(copy.receiver.take(*new)) == 1
    assert len(copy.receiver.take(*old)) == 1
    assert copy.begun == []


STEPS = some.lists(
    some.tuples(
        some.sampled_from(("say", "say", "say", "deliver", "deliver", "repeat", "drop", "restore")),
        some.integers(0, 50),
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(steps=STEPS, last=some.randoms(use_true_random=False))
def test_whatever_the_network_does_each_event_is_handed_on_once_and_in_its_turn(
    steps: Sequence[tuple[str, int]], last: Any
) -> None:
    sender = Sender()
    copy = Copy(sender)
    on_the_way: list[tuple[dict[str, str], bytes]] = []
    sent: list[tuple[dict[str, str], bytes]] = []
    for step, number in steps:
        if step == "say":
            on_the_way.append(sender.say(AGGREGATES[number % len(AGGREGATES)]))
            sent.append(on_the_way[-1])
        elif step == "deliver" and on_the_way:
            copy.receiver.take(*on_the_way.pop(number % len(on_the_way)))
        elif step == "repeat" and sent:
            copy.receiver.take(*sent[number % len(sent)])
        elif step == "drop" and on_the_way:
            on_the_way.pop(number % len(on_the_way))
        elif step == "restore":
            sender.restore(number % 3)
    # a sender does not give up: in the end all that was sent is sent again, in whatever order, and one thing more
    again = [*sent, sender.say(AGGREGATES[0])]
    last.shuffle(again)
    for one in again:
        copy.receiver.take(*one)

    had = copy.had()
    assert len(had) == len(set(had)), "each once"
    for aggregate, history in sender.histories.items():
        mine = [one for one in had if one in sender.events and sender.events[one].aggregate == aggregate]
        known = [one.id for one in history]
        assert mine == [one for one in known if one in mine], "in order"
        if not copy.begun:
            assert mine == known, "and every one"
        place = copy.store.place(aggregate)
        assert history == [] or (place is not None and place.event == known[-1]), "up to the newest"
