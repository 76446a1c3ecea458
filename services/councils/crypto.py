"""Secrets and signatures: argon2 for what clients prove themselves with, ES256 for the tokens they get."""

import asyncio
import functools
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from joserfc import jwt
from joserfc.jwk import ECKey

from shared.auth import ALGORITHM, AUDIENCE
from shared.errors import UnavailableError

T = TypeVar("T")
SECRET_BYTES = 32
CACHE_SIZE = 1000
# what OWASP asks of argon2id at least; secrets are 256 random bits, so more would only be slow
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# a flood of wrong secrets waits here instead of taking every core and all memory, and not for ever
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
_known_good: dict[bytes, None] = {}
MOST_WAITING = 64
"""How many secrets may wait to be checked: some seconds' work, longer than which nobody should wait for an answer."""
_waiting = 0


def new_secret() -> str:
    """Return a secret nobody can guess, of characters that need no escaping anywhere."""
    return secrets.token_urlsafe(SECRET_BYTES)


async def hashed(secret: str) -> str:
    """Return what to keep of a secret."""
    return await _in_turn(_hasher.hash, secret)


async def matching(secret: str, hashes: Sequence[str]) -> str | None:
    """Return which of the hashes a secret fits, or None; as slow for a client that is not there.

    That a secret fits a hash stays true for ever, so it is remembered for a while; what is good *now* the caller has
    read from the database, and hands in. So a client that got a token before gets one also while others flood us.
    """
    for one in hashes:
        if _fingerprint(secret, one) in _known_good:
            return one
    for one in hashes or [_nobody()]:
        if await _in_turn(_verify, one, secret):
            if len(_known_good) >= CACHE_SIZE:
                _known_good.clear()
            _known_good[_fingerprint(secret, one)] = None
            return one
    return None


async def _in_turn(work: Callable[..., T], *values: str) -> T:
    """Do slow work on a thread of its own; refuse when too many wait for that already."""
    global _waiting  # noqa: PLW0603 - one queue for the process, as there is one pool of threads
    if _waiting >= MOST_WAITING:
        raise UnavailableError("Too many secrets are being checked just now. Try again in a moment.", code="busy")
    _waiting += 1
    # whoever gives up waiting leaves the work in the queue, so it is counted until it is done
    future = asyncio.get_running_loop().run_in_executor(_threads, work, *values)
    future.add_done_callback(_one_less)
    return await asyncio.shield(future)


def _one_less(_: object) -> None:
    global _waiting  # noqa: PLW0603 - as above
    _waiting -= 1


def _verify(one: str, secret: str) -> bool:
    try:
        return _hasher.verify(one, secret)
    except (VerificationError, InvalidHashError):
        return False


def _fingerprint(secret: str, one: str) -> bytes:
    return hashlib.sha256(f"{one}\n{secret}".encode()).digest()


@functools.lru_cache
def _nobody() -> str:
    return _hasher.hash(new_secret())


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A new signing key: its id (its RFC 7638 thumbprint), its public and its private part."""

    kid: str
    public: dict[str, str]
    private: dict[str, Any]


def new_key() -> KeyPair:
    """Make a key to sign tokens with."""
    key = ECKey.generate_key("P-256", auto_kid=True)
    marks = {"use": "sig", "alg": ALGORITHM}
    public = {name: str(value) for name, value in key.as_dict(private=False).items()}
    return KeyPair(str(key.kid), public | marks, dict(key.as_dict(private=True)) | marks)


def access_token(
    private: dict[str, Any], *, issuer: str, client_id: str, scopes: Sequence[str], council: str | None, seconds: int
) -> str:
    """Sign an access token for a client, good for so many seconds."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": client_id,
        "scope": " ".join(scopes),
        "iat": now,
        "exp": now + seconds,
        "jti": str(uuid4()),
    }
    if council is not None:
        claims["council"] = council
    key = _key(json.dumps(private, sort_keys=True))
    return jwt.encode({"typ": "at+jwt", "alg": ALGORITHM, "kid": str(key.kid)}, claims, key)


@functools.lru_cache(maxsize=8)
def _key(private: str) -> ECKey:
    return ECKey.import_key(json.loads(private))
