"""Machine clients: who may give which scopes to whom, and which of a client's secrets stay valid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.councils.models import Client, ClientSecret
from shared.errors import ConflictError, FieldError, ForbiddenError, InvalidError
from shared.events.councils import ClientRegistered, ClientRevoked, ClientSecretIssued

COUNCIL_SCOPES = (
    "programme:read",
    "adoptions:write",
    "benefits:write",
    "roles:read",
    "roles:write",
    "events:read",
)
"""What the client of one council may be given; all else is for the Office."""

RESERVED = {"keys"}
"""Ids that an address under /clients has taken."""


def register(
    client_id: str, *, council: str | None, scopes: Sequence[str], giver: frozenset[str], found: Client | None
) -> ClientRegistered:
    """Register a client, or refuse; `giver` holds the scopes of whoever asks for it."""
    if client_id in RESERVED:
        raise InvalidError(
            f"client_id: '{client_id}' is taken by an address; choose another.",
            code="reserved",
            fields=(FieldError("client_id", "is taken by an address"),),
        )
    if found is not None:
        was = "was revoked; its id is not given again" if found.revoked_at else "exists already"
        raise ConflictError(f"The client '{client_id}' {was}. Choose another id.", code="exists-already")
    beyond = sorted(set(scopes) - set(COUNCIL_SCOPES)) if council is not None else []
    if beyond:
        raise InvalidError(
            f"scopes: a council's client may have {', '.join(COUNCIL_SCOPES)}, but not {', '.join(beyond)}.",
            code="scope-not-for-councils",
            fields=(FieldError("scopes", f"may only hold {', '.join(COUNCIL_SCOPES)}"),),
        )
    _refuse_escalation(scopes, giver)
    return ClientRegistered(client=client_id, council=council, scopes=tuple(scopes))


def issue_secret(client: Client, *, giver: frozenset[str]) -> ClientSecretIssued:
    """Give a client another secret, or refuse: who holds a secret can act with all scopes of its client."""
    if client.revoked_at is not None:
        raise ConflictError(
            f"The client '{client.client_id}' was revoked; register another under a new id.", code="client-revoked"
        )
    _refuse_escalation(client.scopes, giver)
    return ClientSecretIssued(client=client.client_id)


def revoke(client: Client) -> ClientRevoked | None:
    """Refuse a client from now on; None if that is so already."""
    return None if client.revoked_at is not None else ClientRevoked(client=client.client_id)


@dataclass(frozen=True, slots=True)
class Rotation:
    """What becomes of the secrets a client has when it gets another: one is kept until `expires`, if that is set."""

    kept: ClientSecret | None
    expires: datetime | None
    dropped: tuple[ClientSecret, ...]


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


def _refuse_escalation(scopes: Sequence[str], giver: frozenset[str]) -> None:
    missing = sorted(set(scopes) - giver)
    if missing:
        raise ForbiddenError(
            f"Nobody can give what they do not have: this token lacks {', '.join(missing)}.", code="scope-not-yours"
        )
