"""Answering a token request: the client's secret is checked, and a token with the granted scopes is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import crypto, reads
from services.councils.domain import clients, keys, secrets, tokens, uses
from services.councils.domain.tokens import TokenRequest
from services.councils.models import Client, ClientSecret, SigningKey
from services.councils.reads import clients as read
from services.councils.reads.clients import Held
from shared.database import Database
from shared.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, the scopes it was given, for how long it is good, and whose secret got it.

    `fresh` says that this use of the secret is worth keeping.
    """

    text: str
    scopes: tuple[str, ...]
    seconds: int
    secret: ClientSecret
    at: datetime
    fresh: bool


async def token(database: Database, asked: TokenRequest, issuer: str) -> Token:
    """Return a token, or refuse; nothing is held open while a secret is checked, which takes its time."""
    now = datetime.now(UTC)
    async with database.reading() as session:
        client = await session.get(Client, asked.client_id)
        held = await _held(session, client, now)
        key = keys.signing(await reads.keys(session), now)
    good = secrets.valid(held.secrets, now)
    matching = await crypto.matching(asked.secret, [one.hashed for one in good])
    if matching is None or client is None:
        raise tokens.unknown_client(asked.client_id)
    scopes = tokens.granted(client.scopes, asked.scope, if_held=asked.if_held)
    if key is None or key.private is None:
        raise UnavailableError("There is no signing key yet. Try again in a moment.")
    seconds = tokens.lifetime(client.expires, datetime.now(UTC))
    text = crypto.access_token(
        key.private,
        issuer=issuer,
        client_id=client.client_id,
        scopes=scopes,
        council=client.council,
        seconds=seconds,
    )
    secret = next(one for one in good if one.hashed == matching)
    return Token(text, scopes, seconds, secret, now, _fresh(secret, good, held, now))


async def _held(session: AsyncSession, client: Client | None, now: datetime) -> Held:
    if client is None or not clients.acts(client, now):
        return Held()
    return (await read.held(session, [client.client_id]))[client.client_id]


def _fresh(secret: ClientSecret, good: Sequence[ClientSecret], held: Held, now: datetime) -> bool:
    return uses.worth_keeping(held.used.get(secret.id), [one.issued_at for one in good], now)


async def jwks(session: AsyncSession) -> list[dict[str, str]]:
    """Return the public keys that verify tokens, also those that do not sign yet."""
    held: list[SigningKey] = await reads.keys(session)
    return [row.public for row in held if row.retired_at is None]
