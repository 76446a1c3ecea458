"""What the box has been sent: by webhook, at each of its endpoints, and by mail. The newest is kept, in memory."""

import base64
import hashlib
import hmac
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Literal

from aiohttp import web

KEPT = 200

Signature = Literal["right", "wrong", "not checked"]


@dataclass(frozen=True, slots=True)
class Got:
    """One request that an endpoint was sent, and how it answered."""

    number: int
    at: datetime
    headers: Mapping[str, str]
    body: bytes
    signature: Signature
    answered: int

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    @property
    def event(self) -> dict[str, str]:
        """The attributes of the CloudEvent that it is, in whichever mode; none where it is none."""
        named = {name.lower(): value for name, value in self.headers.items()}
        if named.get("content-type", "").startswith("application/cloudevents+json"):
            try:
                whole = json.loads(self.body)
            except ValueError:
                return {}
            return {name: str(value) for name, value in whole.items() if isinstance(value, str | int)}
        return {name.removeprefix("ce-"): value for name, value in named.items() if name.startswith("ce-")}

    @property
    def line(self) -> str:
        """All of it that matters, on one line."""
        event = self.event
        told = [event.get(name, "-") for name in ("type", "subject", "aggregate", "subscriptionsequence")]
        return "  ".join((f"{self.at:%H:%M:%S}", str(self.answered), f"signature {self.signature}", *told))

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "event": self.event,
            "headers": dict(self.headers),
            "body": self.text,
            "signature": self.signature,
            "answered": self.answered,
        }


@dataclass
class Endpoint:
    """One endpoint: what it is an example of, whether it is broken just now, and what it got."""

    name: str
    about: str
    broken: bool = False
    secret: str | None = None
    count: int = 0
    got: deque[Got] = field(default_factory=lambda: deque(maxlen=KEPT))

    def note(self, headers: Mapping[str, str], body: bytes, answered: int) -> None:
        """Keep what was sent, and how it was answered."""
        self.count += 1
        signature = self.checked(headers, body)
        self.got.append(Got(self.count, datetime.now(UTC), headers, body, signature, answered))

    def checked(self, headers: Mapping[str, str], body: bytes) -> Signature:
        """Check a signature by Standard Webhooks with the secret that this endpoint was given, if it was."""
        if self.secret is None:
            return "not checked"
        return "right" if is_signed(self.secret, headers, body) else "wrong"


@dataclass(frozen=True, slots=True)
class Caught:
    """A mail that was handed over; `reader` and `sender` are those of the envelope."""

    number: int
    at: datetime
    sender: str
    reader: str
    letter: EmailMessage

    @property
    def text(self) -> str:
        part = self.letter.get_body(("plain",))
        return str(part.get_content()) if part else ""

    def as_json(self) -> dict[str, object]:
        named = ("From", "To", "Subject", "Date", "Message-ID")
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "sender": self.sender,
            "reader": self.reader,
            "headers": {name: str(self.letter[name]) for name in named if name in self.letter},
            "text": self.text,
        }


@dataclass
class Box:
    """All of it."""

    endpoints: dict[str, Endpoint]
    mails: deque[Caught] = field(default_factory=lambda: deque(maxlen=KEPT))
    caught: int = 0

    def catch(self, sender: str, reader: str, letter: EmailMessage) -> None:
        """Keep a mail."""
        self.caught += 1
        self.mails.append(Caught(self.caught, datetime.now(UTC), sender, reader, letter))

    def mail(self, number: int) -> Caught | None:
        return next((one for one in self.mails if one.number == number), None)


BOX = web.AppKey("box", Box)
HERE = web.AppKey("here", str)
"""The address of the box for a sender of webhooks."""
SITE = web.AppKey("site", str)
"""The address of the system."""


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Say whether a request has a signature `v1` of Standard Webhooks made with this secret (`whsec_…`)."""
    named = {name.lower(): value for name, value in headers.items()}
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        signed = f"{named['webhook-id']}.{named['webhook-timestamp']}.".encode() + body
        given = named["webhook-signature"].split()
    except (KeyError, ValueError):
        return False
    wanted = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return any(hmac.compare_digest(wanted, one) for one in given)
