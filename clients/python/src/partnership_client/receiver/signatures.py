"""Signatures by Standard Webhooks 1.0: HMAC-SHA256 (`whsec_…`) and ed25519 (`whpk_…`), over the bytes that came."""

import base64
import binascii
import hmac
import time
from collections.abc import Callable, Mapping, Sequence

from partnership_client.errors import NotSigned

Check = Callable[[bytes, bytes], bool]
"""Says whether a signature is of a content."""


class Verifier:
    """The secrets and public keys of one subscription; while one is being changed, the old and the new."""

    def __init__(self, *keys: str, tolerance_seconds: int = 300) -> None:
        if not keys:
            raise ValueError("a verifier needs a secret (whsec_…) or a public key (whpk_…)")
        self._checks: Sequence[tuple[str, Check]] = [_check(key) for key in keys]
        self._tolerance = tolerance_seconds

    def verify(self, headers: Mapping[str, str], body: bytes, *, now: float | None = None) -> str:
        """Return the message's id; raise `NotSigned` for what is not signed by us, or was longer ago than tolerated."""
        named = {name.lower(): value for name, value in headers.items()}
        message, at = named.get("webhook-id", ""), named.get("webhook-timestamp", "")
        if not message or not at.isascii() or not at.isdecimal():
            raise NotSigned("webhook-id or webhook-timestamp is missing")
        if abs((time.time() if now is None else now) - int(at[:15])) > self._tolerance:
            raise NotSigned("it was signed too long ago, or in the future")
        content = b"%b.%b.%b" % (message.encode(), at.encode(), body)
        for given in named.get("webhook-signature", "").split():
            version, _, word = given.partition(",")
            try:
                signature = base64.b64decode(word, validate=True)
            except (binascii.Error, ValueError):
                continue
            if any(version == mine and check(content, signature) for mine, check in self._checks):
                return message
        raise NotSigned("no signature is by a key that is known")


def _check(key: str) -> tuple[str, Check]:
    kind, _, word = key.partition("_")
    try:
        content = base64.b64decode(word, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if kind == "whsec" and content:
        return "v1", lambda signed, signature: hmac.compare_digest(hmac.digest(content, signed, "sha256"), signature)
    if kind == "whpk" and content:
        return "v1a", _ed25519(content)
    raise ValueError("a key is whsec_… or whpk_…, with base64 after it")


def _ed25519(public: bytes) -> Check:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise ImportError("ed25519 needs more: pip install partnership-client[ed25519]") from error
    key = Ed25519PublicKey.from_public_bytes(public)

    def check(content: bytes, signature: bytes) -> bool:
        try:
            key.verify(signature, content)
        except InvalidSignature:
            return False
        return True

    return check
