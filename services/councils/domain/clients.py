"""Machine clients: whose they are, who may look after them, and who may give which scopes to whom."""

from collections.abc import Sequence
from datetime import datetime

from services.councils.models import Client
from shared.auth import Caller
from shared.errors import ConflictError, FieldError, ForbiddenError, InvalidError, NotFoundError, refuse_field
from shared.events.councils import ClientRegistered, ClientRevoked, ClientScopesGiven

OFFICE = "office"
"""Whose a client is that belongs to no council."""

ADMINISTERS = "clients:write"
"""The scope that makes a client the administrator of its owner's clients."""

COUNCIL_SCOPES = (
    "programme:read",
    "adoptions:write",
    "benefits:write",
    "roles:read",
    "roles:write",
    "events:read",
    "subscriptions:write",
    ADMINISTERS,
)
"""What the client of one council may be given; all else is for the Office."""

RESERVED = {"keys"}
"""Ids that an address under /clients has taken."""


def owner(council: str | None) -> str:
    """Return whose a client is: the slug of its council, or the Office's own word."""
    return OFFICE if council is None else council


def written(moment: datetime) -> str:
    """Return a moment as events and answers have it."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def acts(client: Client, now: datetime) -> bool:
    """Say whether a client is let in: it was not revoked and has not ended."""
    return client.revoked_at is None and (client.expires is None or client.expires > now)


def administers(client: Client, now: datetime) -> bool:
    """Say whether a client can look after its owner's clients."""
    return acts(client, now) and ADMINISTERS in client.scopes


def council_of(caller: Caller, asked: str | None) -> str | None:
    """Return for which council a client is wanted: a council's administrator has no need to name its own."""
    if caller.council is None or asked is None:
        return asked or caller.council
    if asked != caller.council:
        raise ForbiddenError(
            f"This client belongs to '{caller.council}'; the clients of '{asked}' are not its to see or make.",
            code="another-council",
        )
    return asked


def refuse_others(caller: Caller, client: Client) -> None:
    """Refuse a council's client those of all others, as if there were none: not even that they exist is told."""
    if caller.council is not None and caller.council != client.council:
        raise NotFoundError(f"There is no client '{client.client_id}'.")


def refuse_councils(caller: Caller) -> None:
    """Refuse the keys that sign every client's tokens to all but the Office."""
    if caller.council is not None:
        raise ForbiddenError(
            "The keys that sign access tokens are the Digital Office's to look after; their public parts are at "
            "/.well-known/jwks.json.",
            code="office-only",
        )


def register(
    wish: ClientRegistered, *, caller: Caller, found: Client | None, expires: datetime | None, now: datetime
) -> ClientRegistered:
    """Register a client as it is wished for, or refuse; whether its id is free is told last."""
    if wish.client in RESERVED:
        raise InvalidError(
            f"client_id: '{wish.client}' is taken by an address; choose another.",
            code="reserved",
            fields=(FieldError("client_id", "is taken by an address"),),
        )
    _refuse_foreign_id(wish.client, caller)
    beyond = sorted(set(wish.scopes) - set(COUNCIL_SCOPES)) if wish.council is not None else []
    if beyond:
        raise InvalidError(
            f"scopes: a council's client may have {', '.join(COUNCIL_SCOPES)}, but not {', '.join(beyond)}.",
            code="scope-not-for-councils",
            fields=(FieldError("scopes", f"may only hold {', '.join(COUNCIL_SCOPES)}"),),
        )
    refuse_escalation(wish.scopes, caller)
    refuse_past(expires, now)
    if found is not None:
        raise ConflictError(f"The client '{wish.client}' {_taken(found, caller)}. Choose another id.", code=EXISTS)
    return wish


EXISTS = "exists-already"


def _refuse_foreign_id(client_id: str, caller: Caller) -> None:
    """Keep a council's administrator to ids of its own: whether another is free would tell of somebody else's."""
    own = caller.council
    if own is not None and client_id != own and not client_id.startswith(f"{own}-"):
        refuse_field("client_id", "id-of-others", f"must be '{own}', or begin with '{own}-'")


def _taken(found: Client, caller: Caller) -> str:
    if caller.council is not None and caller.council != found.council:
        return "cannot be made: its id is not free"
    return "was revoked; its id is not given again" if found.revoked_at else "exists already"


def give_scopes(client: Client, scopes: Sequence[str]) -> ClientScopesGiven | None:
    """Give a client the scopes it lacks of these; None if it has them all."""
    lacking = [scope for scope in scopes if scope not in client.scopes]
    if not lacking:
        return None
    return ClientScopesGiven(client=client.client_id, council=client.council, scopes=(*client.scopes, *lacking))


def revoke(client: Client, *, caller: Caller, others: Sequence[Client], now: datetime) -> ClientRevoked | None:
    """Refuse a client from now on; None if that is so already.

    `others` are the clients of the same owner. No council locks itself out: its last administrator is for the Office
    to revoke. The Office itself comes in again by the command `bootstrap`.
    """
    if client.revoked_at is not None:
        return None
    left = [one for one in others if one.client_id != client.client_id and administers(one, now)]
    if caller.council is not None and administers(client, now) and not left:
        raise ConflictError(
            f"'{client.client_id}' is the last client of '{client.council}' that can look after its clients. Register "
            f"another with {ADMINISTERS} first, or ask the Digital Office to revoke this one. If its secret leaked, "
            "end that at once: give it another with old_valid_for_seconds 0.",
            code="last-administrator",
        )
    return ClientRevoked(client=client.client_id, council=client.council)


def refuse_escalation(scopes: Sequence[str], caller: Caller) -> None:
    """Refuse to give scopes that the giver lacks; the refusal names them."""
    missing = sorted(set(scopes) - caller.scopes)
    if missing:
        raise ForbiddenError(
            f"Nobody can give what they do not have: this token lacks {', '.join(missing)}.", code="scope-not-yours"
        )


def refuse_past(expires: datetime | None, now: datetime) -> None:
    """Refuse an end that has passed."""
    if expires is not None and expires <= now:
        refuse_field("expires", "in-the-past", "must lie in the future; to end a client now, revoke it")
