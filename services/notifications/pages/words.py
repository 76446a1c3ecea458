"""What pages say of subscriptions and deliveries, in words: how they stand, why, and what to do about it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from services.notifications import views

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands: a word, how well that is, what it means, and what there is to do, if there is anything."""

    word: str
    mark: str
    means: str
    advice: str = ""


ACTIVE = Standing("Active", "good", "Events go out as they come.")
READ = Standing("Active", "good", "Its events are there for your system to read.")
PENDING = Standing(
    "Waiting for agreement",
    "warning",
    "Nothing is sent until the endpoint agrees to be sent events.",
    "Let the endpoint answer the handshake, then ask it again.",
)
PAUSED = Standing(
    "Paused", "warning", "Nothing is sent, and nothing is lost: events wait.", "Resume it when you are ready."
)
STOPPED = Standing("Stopped", "bad", "Nothing is sent any more.", "Make another subscription if you still need events.")

PAUSES = {
    "failing": Standing(
        "Paused",
        "bad",
        "The endpoint took no event for a while. Events wait, and from time to time one is tried.",
        "Look at the last answers under deliveries and mend the endpoint. It then goes on by itself, in order; "
        "resume it to try at once.",
    ),
    "asked": Standing(
        "Paused", "warning", "You paused it. Events wait; nothing is lost.", "Resume it when you are ready."
    ),
}
STOPS = {
    "ended": Standing("Ended", "none", "It was ended, and sends nothing any more."),
    "gone": Standing(
        "Stopped",
        "bad",
        "The endpoint answered 410 Gone, which says: send nothing any more.",
        "If that was a mistake, mend the endpoint and resume the subscription.",
    ),
    "client-revoked": Standing(
        "Stopped",
        "bad",
        "The client that made it was revoked.",
        "Make another subscription with a client that is let in.",
    ),
}


def standing(state: str, cause: str | None, road: str = "webhook") -> Standing:
    """Return how a subscription stands."""
    if state == "paused":
        return PAUSES.get(cause or "", PAUSED)
    if state == "stopped":
        return STOPS.get(cause or "", STOPPED)
    if state == "pending":
        return PENDING
    return ACTIVE if road == "webhook" else READ


DELIVERIES = {
    "waiting": Standing("Waiting", "warning", "It has not been taken yet."),
    "delivered": Standing("Delivered", "good", "The endpoint took it."),
    "given-up": Standing("Given up", "bad", "It was tried for days, and is tried no more."),
    "skipped": Standing("Skipped", "bad", "It waited for longer than is kept."),
}
OUTCOMES = {
    "delivered": Standing("Delivered", "good", "The endpoint took it."),
    "retry": Standing("Failed", "bad", "It is tried again later."),
    "slow-down": Standing("Asked to wait", "warning", "The endpoint asked for time; it is tried again later."),
    "gone": Standing("Gone", "bad", "The endpoint wants nothing any more."),
    "blocked": Standing("Not sent", "bad", "The address may not be called."),
    "failed": Standing("Failed", "bad", "It was not taken."),
}
KINDS = {"planned": "As planned", "probe": "Probe of a paused endpoint", "resent": "Sent again", "test": "Test event"}
ROADS = {
    "webhook": "Webhook: we send each event to your address",
    "feed": "Feed: you fetch pages of events",
    "stream": "Stream: you follow events as they come",
    "broker": "Broker: you read from NATS with an account of your own",
}


def moment(value: datetime | None, *, seconds: bool = False) -> str:
    """Return a moment as people read it."""
    if value is None:
        return "never"
    value = value.astimezone(UTC)
    return f"{value.day} {value:%B %Y, %H:%M:%S} UTC" if seconds else f"{value.day} {value:%B %Y, %H:%M} UTC"


def lasting(span: timedelta) -> str:
    """Return how long something takes or took, in its largest unit."""
    seconds = max(0, int(span.total_seconds()))
    for unit, size in (("day", DAY), ("hour", HOUR), ("minute", MINUTE)):
        if seconds >= size:
            return many(seconds // size, unit)
    return "less than a minute"


def many(count: int, one: str, more: str | None = None) -> str:
    """Return a number of things."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


STATES = (
    ("", "All"),
    ("waiting", "Waiting"),
    ("delivered", "Delivered"),
    ("given-up", "Given up"),
    ("skipped", "Skipped"),
)


def owner(council: str | None) -> str:
    """Return whose something is."""
    return "the Digital Office" if council is None else council


def oldest(since: datetime | None, now: datetime) -> str:
    """Return since when the first delivery waits."""
    return f"For {lasting(now - since)}, since {moment(since)}" if since else "Nothing waits"


def began(start: views.StartView) -> str:
    """Return where a subscription began."""
    if start.at == "beginning":
        return "With the first event there is"
    if start.at == "now":
        return "With what was new when it was made"
    if start.release:
        return f"With the closing of the release {start.release}"
    if start.date:
        return f"On {start.date}"
    return "Where a cursor of the feed stood"


def pretty(value: Any) -> str:
    """Return JSON as people read it; what is none stays as it is."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return json.dumps(value, indent=2, ensure_ascii=False)
