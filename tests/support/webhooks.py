"""What a sender of webhooks needs in a test that has no database: settings, targets, events."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from services.notifications.models.log import SentEvent
from services.notifications.webhooks import Message, Outcome, Sender, SigningKey, Target
from services.notifications.webhooks.signing import KeyKind, NewKey, new_key
from shared.settings import Settings

HERE = {"*": ["127.0.0.0/8:*"]}
EVENT = UUID("019a0000-0000-7000-8000-000000000001")


def settings(**changes: Any) -> Settings:
    values: dict[str, Any] = {
        "public_url": "https://partnership.test",
        "private_targets": HERE,
        "webhook_http": True,
        "webhook_seconds": 5,
        "sealing_key": "of-a-test",
    }
    return Settings(**(values | changes))


def finds(names: Mapping[str, Sequence[str]], asked: list[str] | None = None) -> Callable[[str, int], Awaitable[Any]]:
    """Return a look-up that knows these names alone, and writes down what it is asked."""

    async def lookup(host: str, _: int) -> Sequence[str]:
        if asked is not None:
            asked.append(host)
        if host not in names:
            raise OSError("no such name")
        return names[host]

    return lookup


def keys(*kinds: KeyKind) -> tuple[list[NewKey], list[SigningKey]]:
    made = [new_key(kind) for kind in kinds or ("hmac",)]
    return made, [SigningKey.of(uuid4(), one.kind, one.secret) for one in made]


def target(url: str, *, council: str | None = None, **changes: Any) -> Target:
    values: dict[str, Any] = {"mode": "binary", "body": "full", "keys": keys()[1]}
    return Target("a-subscription", council, url, **(values | changes))


def message(**changes: Any) -> Message:
    """Return an event that has everything an event can have."""
    values: dict[str, Any] = {
        "event_id": EVENT,
        "type": "partnership.projects.phase-changed.v1",
        "source": "/projects",
        "subject": "gdpr-readiness",
        "time": datetime(2026, 11, 1, 12, tzinfo=UTC),
        "recordedtime": datetime(2026, 11, 1, 12, 0, 1, tzinfo=UTC),
        "aggregate": "project/gdpr-readiness",
        "sequence": 7,
        "previousid": uuid4(),
        "epoch": 1,
        "correlationid": "a request",
        "causationid": "another",
        "actor": "client:digital-office",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "tracestate": None,
        "data": '{"project": "gdpr-readiness", "name": "Bùrdh"}'.encode(),
        "data_is_json": True,
    }
    return Message(uuid4(), SentEvent(**(values | changes)), 3, uuid4())


async def send(sender: Sender, to: Target, what: Message | None = None) -> Outcome:
    return await sender.send(to, what or message(), now=datetime.now(UTC))
