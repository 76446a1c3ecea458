"""Seals: one sequence of bytes for what is sealed, its digest, and whether bytes that somebody holds are those."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import rfc8785

DEEPEST = 8
"""How deep what is sent for verifying may be nested; nothing that was ever sealed comes near."""
SIGNATURE_BYTES = 64

Verifies = Callable[[Mapping[str, str], bytes, bytes], bool]
"""Says whether a signature of some content is by a key."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether bytes are what was sealed: by which key, in which release, and if not, why not."""

    digest: str | None
    signed_by: str | None
    sealed: Mapping[str, Any] | None
    reasons: tuple[str, ...]


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return canonical JSON (RFC 8785): the same bytes, whoever writes them."""
    return rfc8785.dumps(dict(content))


def digest(content: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def content_of(told: Mapping[str, Any] | str) -> bytes | None:
    """Return the bytes of what is sent: from base64, or the canonical form of a JSON object; None if neither."""
    if isinstance(told, str):
        return decoded(told)
    if _too_deep(told):
        return None
    try:
        return canonical(told)
    except (rfc8785.CanonicalizationError, UnicodeError):
        return None


def decoded(text: str) -> bytes | None:
    """Return the bytes that base64 stands for, of either alphabet; None if it is none."""
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        return None


def verify(
    manifest: Mapping[str, Any] | str,
    signature: str,
    key_id: str | None,
    keys: Mapping[str, Mapping[str, str]],
    verifies: Verifies,
) -> Verified:
    """Say whether a signature over what is sent is by one of the published keys; it is asked nothing but that."""
    content, signed = content_of(manifest), decoded(signature)
    if content is None:
        return Verified(None, None, None, ("The manifest is neither a JSON object nor the base64 of its bytes.",))
    sha256 = digest(content)
    if signed is None or len(signed) != SIGNATURE_BYTES:
        return Verified(
            sha256, None, None, ("The signature is not the base64 of the 64 bytes of an Ed25519 signature.",)
        )
    if key_id is not None and key_id not in keys:
        return Verified(sha256, None, None, ("There is no published key of that key_id.",))
    tried = {key_id: keys[key_id]} if key_id is not None else keys
    by = next((kid for kid, jwk in tried.items() if verifies(jwk, content, signed)), None)
    if by is None:
        of = "that key" if key_id is not None else "any published key"
        return Verified(sha256, None, None, (f"The signature is not one of these bytes by {of}.",))
    return Verified(sha256, by, orjson.loads(content), ())


def _too_deep(told: Any) -> bool:
    # in a loop: what is sent may be nested deeper than calls may be
    waiting = [(told, 1)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            return True
        inner = one.values() if isinstance(one, Mapping) else one if isinstance(one, list) else ()
        waiting += [(each, depth + 1) for each in inner]
    return False
