"""Signing keys: a new one is known everywhere before it signs, and the old one stays until its tokens are out."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Literal

from services.councils.domain.tokens import TOKEN_SECONDS
from services.councils.models import SigningKey
from shared.errors import ConflictError
from shared.events.councils import SigningKeyPublished, SigningKeyRetired

MARGIN = timedelta(seconds=60)
"""How long a key outlives the last token it signed: clocks differ, and verifiers are lenient."""


def publish(kid: str, public: dict[str, str], held: Sequence[SigningKey], now: datetime) -> SigningKeyPublished:
    """Publish another key, or refuse while one is still on its way."""
    waiting = next((key for key in held if state(key, held, now) == "waiting"), None)
    if waiting is not None:
        raise ConflictError(
            f"The key {waiting.kid} was just published and signs from {waiting.activates.isoformat()}; "
            "rotate again after that.",
            code="rotation-under-way",
        )
    return SigningKeyPublished(signing_key=kid, jwk=public)


def retires(successor_activates: datetime) -> datetime:
    """Return when the last token of a key is out, given when its successor begins to sign."""
    return successor_activates + timedelta(seconds=TOKEN_SECONDS) + MARGIN


def signing(held: Sequence[SigningKey], now: datetime) -> SigningKey | None:
    """Return the key to sign with: the newest that has been known for long enough, else the first there is.

    The latter is for the very first key, made a moment ago by a replica whose clock is a little ahead.
    """
    in_order = sorted((key for key in held if key.retired_at is None), key=lambda key: (key.activates, key.kid))
    known = [key for key in in_order if key.activates <= now]
    return known[-1] if known else next(iter(in_order), None)


def state(
    key: SigningKey, held: Sequence[SigningKey], now: datetime
) -> Literal["waiting", "signing", "retiring", "retired"]:
    """Say what a key is good for."""
    if key.retired_at is not None:
        return "retired"
    if key is signing(held, now):
        return "signing"
    return "waiting" if key.activates > now else "retiring"


def postpone(
    held: Sequence[SigningKey], unheard: Collection[str], *, now: datetime, notice: timedelta
) -> list[SigningKey]:
    """Let keys whose publication nobody has heard of wait for longer, and those they follow with them; return them."""
    late = [key for key in held if key.kid in unheard and state(key, held, now) == "waiting"]
    for key in late:
        key.activates = max(key.activates, now + notice)
        for before in held:
            if before is not key and before.retired_at is None and before.retires is not None:
                before.retires = max(before.retires, retires(key.activates))
    return late


def retire(key: SigningKey, now: datetime) -> SigningKeyRetired | None:
    """Withdraw a key whose time has come; None if it has not."""
    due = key.retired_at is None and key.retires is not None and key.retires <= now
    return SigningKeyRetired(signing_key=key.kid) if due else None
