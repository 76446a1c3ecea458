"""Secrets of machine clients: who may give another, and which of those a client has stay valid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.councils.domain import clients
from services.councils.models import Client, ClientSecret
from shared.auth import Caller
from shared.errors import ConflictError
from shared.events.councils import ClientSecretIssued


@dataclass(frozen=True, slots=True)
class Renewal:
    """What is wished of a client's end along with another secret: no change, a day, or none at all."""

    changes: bool = False
    expires: datetime | None = None


def issue(
    client: Client, *, caller: Caller, renewal: Renewal, old_valid_until: datetime | None, now: datetime
) -> ClientSecretIssued:
    """Give a client another secret, or refuse: who holds a secret can act with all scopes of its client."""
    if client.revoked_at is not None:
        raise ConflictError(
            f"The client '{client.client_id}' was revoked; register another under a new id.", code="client-revoked"
        )
    clients.refuse_escalation(client.scopes, caller)
    clients.refuse_past(renewal.expires, now)
    expires = renewal.expires if renewal.changes else client.expires
    if expires is not None and expires <= now:
        raise ConflictError(
            f"The client '{client.client_id}' ended at {clients.written(expires)}. To let it act again, send "
            "'expires' as well: a moment to come, or null for no end.",
            code="client-expired",
        )
    return ClientSecretIssued(
        client=client.client_id,
        council=client.council,
        old_valid_until=clients.written(old_valid_until) if old_valid_until else None,
        expires=clients.written(expires) if expires else None,
    )


@dataclass(frozen=True, slots=True)
class Rotation:
    """What becomes of the secrets a client has when it gets another: one is kept until `expires`, if that is set."""

    kept: ClientSecret | None
    expires: datetime | None
    dropped: tuple[ClientSecret, ...]


NOTHING_KEPT = Rotation(None, None, ())


def rotate(held: Sequence[ClientSecret], *, now: datetime, old_valid_for: timedelta | None) -> Rotation:
    """Keep the newest valid secret beside a new one, and drop the rest: at most two are ever valid.

    It stays valid for `old_valid_for`, or for as long as it was if that is None.
    """
    newest = max(valid(held, now), key=lambda secret: secret.issued_at, default=None)
    kept = newest if old_valid_for is None or old_valid_for else None
    until = now + old_valid_for if old_valid_for else None
    ends = [moment for moment in (until, kept.expires if kept else None) if moment is not None]
    return Rotation(kept, min(ends, default=None), tuple(secret for secret in held if secret is not kept))


def valid(held: Sequence[ClientSecret], now: datetime) -> list[ClientSecret]:
    """Return the secrets that are good now."""
    return [secret for secret in held if secret.expires is None or secret.expires > now]
