"""Asking an endpoint whether it wants webhooks: by the handshake of CloudEvents, else by a challenge that it answers.

The handshake is the abuse protection of "HTTP 1.1 Web Hooks for Event Delivery": an OPTIONS request that names our
origin. Where it is not understood, an event with a word in it is sent, signed as all others; whoever can read the word
and wants events answers with it. An answer that merely sends back what came is none.
"""

import contextlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

import orjson

from services.notifications.models.log import SentEvent
from services.notifications.webhooks.forms import USER_AGENT
from services.notifications.webhooks.messages import Message, Outcome, Target
from services.notifications.webhooks.sender import Sender
from shared.outbox.record import new_id

HANDSHAKE_SECONDS = 5.0
CHALLENGE = "partnership.notifications.agreement-asked.v1"
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether and how an endpoint agreed, at which rate (a second), and what was asked and answered."""

    how: Literal["handshake", "challenge"] | None
    words: str
    allowed_rate: float | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)


async def ask(sender: Sender, target: Target, *, public_url: str, rate: float | None) -> Agreement:
    """Ask an endpoint, in fifteen seconds or so; it is asked twice at most."""
    origin = urlsplit(public_url).hostname or public_url
    first = await _handshake(sender, target, origin, rate)
    steps = [_step(first)]
    if first.status is None:
        return Agreement(None, f"It could not be asked: {first.error}.", steps=steps)
    headers: Mapping[str, str] = (first.answer or {}).get("headers", {})
    allowed = headers.get("webhook-allowed-origin")
    if first.kind == "delivered" and allowed is not None:
        if origin.lower() in _words(allowed) or "*" in _words(allowed):
            agreed_rate = _rate(headers.get("webhook-allowed-rate"))
            return Agreement("handshake", "It agreed by the handshake.", agreed_rate, steps)
        return Agreement(None, f"It allows other origins than '{origin}': WebHook-Allowed-Origin.", steps=steps)
    second, agreed = await _challenge(sender, target)
    steps.append(_step(second))
    if agreed:
        return Agreement("challenge", "It answered the challenge.", steps=steps)
    return Agreement(None, _why_not(first, second), steps=steps)


async def _handshake(sender: Sender, target: Target, origin: str, rate: float | None) -> Outcome:
    headers = {"WebHook-Request-Origin": origin, "User-Agent": USER_AGENT}
    if rate is not None:
        headers["WebHook-Request-Rate"] = str(max(1, round(rate * MINUTE)))
    return await sender.ask("OPTIONS", target.url, target.council, headers, b"", seconds=HANDSHAKE_SECONDS)


async def _challenge(sender: Sender, target: Target) -> tuple[Outcome, bool]:
    now, word = datetime.now(UTC), secrets.token_urlsafe(24)
    event = SentEvent(
        event_id=new_id(),
        type=CHALLENGE,
        source="/notifications",
        subject=target.subscription,
        time=now,
        recordedtime=now,
        aggregate=f"subscription/{target.subscription}",
        actor="service:notifications",
        data=orjson.dumps({"challenge": word}),
    )
    outcome = await sender.send(replace(target, body="full"), Message(event.event_id, event), now=now)
    return outcome, outcome.kind == "delivered" and _answers(outcome.answer_body or b"", word)


def _answers(body: bytes, word: str) -> bool:
    """Say whether an answer is the word, as plain text or as JSON: {"answer": word}."""
    given: Any = body.strip()
    with contextlib.suppress(orjson.JSONDecodeError):
        parsed = orjson.loads(body)
        given = parsed.get("answer") if isinstance(parsed, dict) else parsed
    if isinstance(given, str):
        given = given.encode()
    return isinstance(given, bytes) and hmac.compare_digest(given, word.encode())


def _words(value: str) -> set[str]:
    return {word.strip().lower() for word in value.split(",")}


def _rate(word: str | None) -> float | None:
    """Return how many a second are allowed; the header has how many a minute, or a star for any number."""
    try:
        rate = float(word or "")
    except ValueError:
        return None
    return rate / MINUTE if 0 < rate < 1e9 else None  # noqa: PLR2004 - beyond is no limit


def _why_not(first: Outcome, second: Outcome) -> str:
    handshake = f"OPTIONS was answered {first.status} without WebHook-Allowed-Origin"
    if second.kind == "delivered":
        return f"{handshake}, and the challenge was answered {second.status}, but not with its word."
    return f"{handshake}, and the challenge was not taken: {second.error}."


def _step(outcome: Outcome) -> dict[str, Any]:
    return {
        "method": outcome.request["method"],
        "status": outcome.status,
        "error": outcome.error,
        "took_ms": outcome.took_ms,
    }
