"""Answering a token request: the client's secret is checked, and a token with the granted scopes is signed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import crypto, reads
from services.councils.domain import clients, keys, tokens
from services.councils.domain.tokens import TokenRequest
from services.councils.models import Client, SigningKey
from shared.database import Database
from shared.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and the scopes it was given."""

    text: str
    scopes: tuple[str, ...]


async def token(database: Database, asked: TokenRequest, issuer: str) -> Token:
    """Return a token, or refuse; nothing is held open while a secret is checked, which takes its time."""
    now = datetime.now(UTC)
    async with database.reading() as session:
        client = await session.get(Client, asked.client_id)
        hashes = await _good_hashes(session, client, now)
        key = keys.signing(await reads.keys(session), now)
    if not await crypto.matches(asked.secret, hashes) or client is None:
        raise tokens.unknown_client(asked.client_id)
    scopes = tokens.granted(client.scopes, asked.scope)
    if key is None or key.private is None:
        raise UnavailableError("There is no signing key yet. Try again in a moment.")
    text = crypto.access_token(
        key.private, issuer=issuer, client_id=client.client_id, scopes=scopes, council=client.council
    )
    return Token(text, scopes)


async def _good_hashes(session: AsyncSession, client: Client | None, now: datetime) -> list[str]:
    if client is None or client.revoked_at is not None:
        return []
    held = (await reads.secrets(session, [client.client_id]))[client.client_id]
    return [secret.hashed for secret in clients.valid(held, now)]


async def jwks(session: AsyncSession) -> list[dict[str, str]]:
    """Return the public keys that verify tokens, also those that do not sign yet."""
    held: list[SigningKey] = await reads.keys(session)
    return [row.public for row in held if row.retired_at is None]
