"""Who is asking: tokens are checked against keys that arrive as events, and nothing is open unless listed here."""

import asyncio
import base64
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from sqlalchemy import DateTime, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from shared.database import Database, Transaction
from shared.errors import UnauthenticatedError
from shared.events.councils import ClientRevoked, SigningKeyPublished, SigningKeyRetired
from shared.messaging.subscription import Handler, Heard
from shared.outbox.record import SharedTable

log = structlog.get_logger()

AUDIENCE = "partnership"
ALGORITHM = "ES256"
LEEWAY_SECONDS = 5
RELOAD_SECONDS = 2.0
CACHE_SIZE = 10_000

SCOPES = {
    "programme:read": "Read the programme, its projects, releases, councils and adoption",
    "programme:write": "Change the programme: portfolios, lifecycles, projects, deliverables, releases",
    "councils:write": "Change the register of councils and their membership",
    "adoptions:write": "Answer for a council: adoption lines, capacity, calls, work requests; its own client only",
    "benefits:write": "Tell a council's benefit figures, and who may see each; its own client only",
    "roles:read": "See who holds which role and how they are reached; every showing is written down",
    "roles:write": "Name who holds which role, and erase contacts; a council's client its own only",
    "events:read": "Read the feed and the live stream of events",
    "subscriptions:write": "Subscribe to events by webhook, feed, stream or broker, and look after subscriptions",
    "clients:write": "Look after machine clients: those of its own council; for the Office all, and the signing keys",
    "operations": "Look after the services: dead letters, outboxes, replay",
}
"""Every scope a client can be given, and what it lets it do."""

PUBLIC: list[tuple[str, str, str]] = [
    ("GET", r"/livez|/readyz|/healthz", "health must be told before anything else works, and tells no content"),
    ("GET", r"/health/[a-z]+", "the gateway's name for the same"),
    ("POST", r"/oauth/token", "this is where a client proves who it is"),
    ("GET", r"/\.well-known/jwks\.json", "public keys, for anybody who verifies a token"),
    ("GET", r"/api/v1/releases/seal-keys(/[\w-]+(/pem)?)?", "public keys, for anybody who verifies a sealed release"),
    ("POST", r"/api/v1/releases/verify", "anybody may verify a manifest: it is told of nothing but the bytes it sends"),
    ("GET", r"/api/v1/reports(/.*)?", "the programme's figures are public; of a council's own, those it made public"),
    (
        "GET",
        r"/api/v1/calls/[a-z0-9-]+/pack|/api/v1/calls/[a-z0-9-]+/pack\.html|/api/v1/calls/[a-z0-9-]+/pack\.pdf",
        "a published call is for every council's people to read",
    ),
    ("GET", r"/api/v1/event-types/[a-z0-9.-]+/schema", "what events look like is documentation, as in /asyncapi.json"),
    ("GET", r"/event-types(/[a-z0-9.-]+)?", "the same as pages"),
    ("GET", r"/|/projects/[a-z0-9-]+|/releases/[a-z0-9-]+", "the pages of reporting"),
    ("GET", r"/accessibility|/assets/.*", "how accessible they are, and their style sheets"),
    ("GET", r"/sign-in", "where a browser is asked who it is"),
    ("POST", r"/sign-in|/sign-out", "this is where a client proves who it is by a form, or that it is done"),
    ("GET", r"/api/docs(/.*)?|/api/v1/openapi\.json|/asyncapi\.json", "documentation"),
]
"""Every route that needs no token: method (HEAD goes with GET), whole path, and why. All else needs one."""

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"

PAGES: list[tuple[str, str]] = [
    (r"/subscriptions(/.*)?", "what a client looks after itself, by its own subscriptions"),
]
"""Every page that needs a token and takes it from the cookie of who signed in too: whole path, and why."""

_public = {
    method: re.compile("|".join(f"(?:{path})" for allowed, path, _ in PUBLIC if allowed == method))
    for method in {method for method, _, _ in PUBLIC}
}


_pages = re.compile("|".join(f"(?:{path})" for path, _ in PAGES))


class TokenKey(SharedTable, table=True):
    """A public key that verifies tokens, as councils published it."""

    __tablename__ = "token_key"
    kid: str = Field(primary_key=True)
    jwk: dict[str, str] = Field(sa_type=JSONB)
    retired: bool = Field(default=False)


class RevokedClient(SharedTable, table=True):
    """A client whose tokens are refused, however long they would run."""

    __tablename__ = "revoked_client"
    client: str = Field(primary_key=True)
    revoked_at: datetime = Field(sa_type=DateTime(timezone=True))


@dataclass(frozen=True, slots=True)
class Caller:
    """The client behind a request, as its token says."""

    client: str
    scopes: frozenset[str]
    council: str | None
    expires: float

    @property
    def is_office(self) -> bool:
        """Whether the client acts for the whole programme rather than for one council."""
        return self.council is None


def is_public(method: str, path: str) -> bool:
    """Say whether a request needs no token."""
    pattern = _public.get("GET" if method == "HEAD" else method)
    return pattern is not None and pattern.fullmatch(path) is not None


def is_page(path: str) -> bool:
    """Say whether an address is a page for whoever is signed in."""
    return _pages.fullmatch(path) is not None


class Tokens:
    """Verifies access tokens in memory, from keys and revocations that it reads again every few seconds."""

    def __init__(self, database: Database, issuer: str, scaled: Callable[[float], float]) -> None:
        self._database, self._issuer, self._scaled = database, issuer, scaled
        self._keys: dict[str, ECKey] = {}
        self._revoked: set[str] = set()
        self._cache: dict[bytes, Caller] = {}
        self._reloaded = 0.0
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(time.time()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            exp={"essential": True},
        )

    @property
    def ready(self) -> bool:
        """Whether there is a key to verify anything with."""
        return bool(self._keys)

    async def run(self) -> None:
        """Read keys and revocations again every few seconds: another replica may have heard of them."""
        while True:
            try:
                await self.reload()
            except Exception as error:  # noqa: BLE001 - what we know stays good until the database is back
                log.info("keys and revocations could not be read", error=repr(error))
            await asyncio.sleep(self._scaled(RELOAD_SECONDS))

    async def reload(self) -> None:
        async with self._database.engine.connect() as connection:
            keys = await connection.execute(text("SELECT kid, jwk FROM token_key WHERE NOT retired"))
            found = {row.kid: row.jwk for row in keys}
            revoked = {row.client for row in await connection.execute(text("SELECT client FROM revoked_client"))}
        if found.keys() != self._keys.keys() or revoked != self._revoked:
            self._keys = {kid: ECKey.import_key(jwk) for kid, jwk in found.items()}
            self._revoked = revoked
            self._cache.clear()
        self._reloaded = time.monotonic()

    async def caller(self, token: str) -> Caller:
        """Return who holds this token, or refuse it with the reason."""
        digest = hashlib.sha256(token.encode()).digest()
        known = self._cache.get(digest)
        if known is not None and known.expires > time.time():
            return known
        self._cache.pop(digest, None)
        caller = await self._verified(token)
        if len(self._cache) >= CACHE_SIZE:
            self._cache.clear()
        self._cache[digest] = caller
        return caller

    async def _verified(self, token: str) -> Caller:
        kid = _kid(token)
        if kid not in self._keys and time.monotonic() - self._reloaded > self._scaled(RELOAD_SECONDS) / 4:
            await self.reload()
        key = self._keys.get(kid)
        if key is None:
            raise UnauthenticatedError("The access token is signed with a key that is not, or no longer, ours.")
        try:
            decoded = jwt.decode(token, key, algorithms=[ALGORITHM])
            # not by when it was issued: the clock of its maker may be ahead of ours
            self._claims.validate({name: value for name, value in decoded.claims.items() if name != "iat"})
        except (JoseError, ValueError) as error:
            raise UnauthenticatedError(_why(error)) from error
        claims = decoded.claims
        if claims["sub"] in self._revoked:
            raise UnauthenticatedError("This client was revoked.")
        return Caller(
            claims["sub"], frozenset(str(claims.get("scope", "")).split()), claims.get("council"), claims["exp"]
        )


def bearer(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the token of an Authorization header, or refuse."""
    for name, value in headers:
        if name == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            if scheme.lower() != "bearer" or not token.strip():
                raise UnauthenticatedError(
                    "Send the access token as 'Authorization: Bearer …'; get one at /oauth/token."
                )
            return token.strip()
    raise UnauthenticatedError("Get an access token at /oauth/token and send it as 'Authorization: Bearer …'.")


def _kid(token: str) -> str:
    try:
        head = token.split(".", maxsplit=1)[0]
        header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
        return str(header["kid"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:  # the last for brackets within brackets
        raise UnauthenticatedError("The access token cannot be read.") from error


def _why(error: Exception) -> str:
    name = type(error).__name__
    reasons = {
        "ExpiredTokenError": "The access token has expired; get a new one at /oauth/token.",
        "InvalidClaimError": "The access token is meant for another audience or issuer.",
        "MissingClaimError": "The access token lacks a claim it needs.",
        "BadSignatureError": "The access token's signature is wrong.",
    }
    return reasons.get(name, "The access token is not valid.")


KEEP_KEY = text("""INSERT INTO token_key (kid, jwk, retired) VALUES (:kid, CAST(:jwk AS jsonb), false)
                   ON CONFLICT (kid) DO NOTHING""")
RETIRE_KEY = text("UPDATE token_key SET retired = true WHERE kid = :kid")
REVOKE = text("""INSERT INTO revoked_client (client, revoked_at) VALUES (:client, :at)
                 ON CONFLICT (client) DO UPDATE SET revoked_at = EXCLUDED.revoked_at""")


async def remember_key(change: Transaction, heard: Heard[SigningKeyPublished]) -> None:
    """Keep a key that councils published."""
    await change.connection.execute(KEEP_KEY, {"kid": heard.event.signing_key, "jwk": json.dumps(heard.event.jwk)})


async def forget_key(change: Transaction, heard: Heard[SigningKeyRetired]) -> None:
    """Trust a key no longer."""
    await change.connection.execute(RETIRE_KEY, {"kid": heard.event.signing_key})


async def remember_revocation(change: Transaction, heard: Heard[ClientRevoked]) -> None:
    """Refuse a client from now on."""
    await change.connection.execute(REVOKE, {"client": heard.event.client, "at": datetime.now(UTC)})


TOKEN_HANDLERS: dict[Any, Handler] = {
    SigningKeyPublished: remember_key,
    SigningKeyRetired: forget_key,
    ClientRevoked: remember_revocation,
}
"""What every service hears from councils, so that it can check tokens by itself."""
