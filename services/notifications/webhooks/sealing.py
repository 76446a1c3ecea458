"""Secrets of endpoints are kept sealed: who reads the database alone can sign nothing."""

import hashlib
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.notifications.webhooks.signing import KeyKind, SigningKey
from shared.errors import UnavailableError
from shared.settings import Settings

KEY_BYTES = 32
KEY_ID_BYTES = 4
NONCE_BYTES = 12
MOST_OPENED = 10_000
FORM = b"\x01"
"""How it is sealed: AES-256-GCM; then stand the id of the key, the nonce, and what was sealed."""

_OTHER_KEY = "The secrets of this endpoint were sealed with another key than the service has; tell its operators."


class Sealing:
    """Seals and opens secrets, with a key that stands in a file and never in the database."""

    def __init__(self, settings: Settings) -> None:
        secret = settings.sealing_secret
        self._cipher: AESGCM | None = None
        self._id = b""
        self._opened: dict[UUID, SigningKey] = {}
        if secret:
            key = HKDF(hashes.SHA256(), KEY_BYTES, None, b"partnership sealing 1").derive(secret.encode())
            self._cipher = AESGCM(key)
            self._id = hashlib.sha256(b"key id" + key).digest()[:KEY_ID_BYTES]

    def seal(self, secret: bytes, subscription: str, key: UUID) -> bytes:
        """Return a secret sealed for its own row: in another one it cannot be opened."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ready().encrypt(nonce, secret, _bound(subscription, key))
        return FORM + self._id + nonce + sealed

    def open(self, sealed: bytes, subscription: str, key: UUID) -> bytes:
        """Return what was sealed for this row."""
        cipher = self._ready()
        head = len(FORM) + KEY_ID_BYTES
        nonce, content = sealed[head : head + NONCE_BYTES], sealed[head + NONCE_BYTES :]
        if sealed[:head] != FORM + self._id:
            raise UnavailableError(_OTHER_KEY, code="sealed-with-another-key")
        try:
            return cipher.decrypt(nonce, content, _bound(subscription, key))
        except InvalidTag:
            raise UnavailableError(_OTHER_KEY, code="sealed-with-another-key") from None

    def key(self, key: UUID, kind: KeyKind, sealed: bytes, subscription: str) -> SigningKey:
        """Return a key that signs, opened; it is kept for a while, as opening costs more than signing."""
        known = self._opened.get(key)
        if known is None:
            known = SigningKey.of(key, kind, self.open(sealed, subscription, key))
            if len(self._opened) >= MOST_OPENED:
                self._opened.clear()
            self._opened[key] = known
        return known

    def _ready(self) -> AESGCM:
        if self._cipher is None:
            raise UnavailableError(
                "The service has no key to seal secrets with, so it cannot sign webhooks; tell its operators.",
                code="no-sealing-key",
            )
        return self._cipher


def _bound(subscription: str, key: UUID) -> bytes:
    return b"endpoint_secret/" + subscription.encode() + b"/" + key.bytes
