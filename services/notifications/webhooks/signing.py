"""Signatures by Standard Webhooks 1.0: HMAC-SHA256 (`v1`) and ed25519 (`v1a`), over the very bytes that are sent."""

import base64
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KeyKind = Literal["hmac", "ed25519"]
KEY_KINDS: tuple[KeyKind, ...] = get_args(KeyKind)
SECRET_BYTES = 32
VERSIONS: dict[KeyKind, str] = {"hmac": "v1", "ed25519": "v1a"}


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs, opened; `sign` returns the signature of what it is given."""

    id: UUID
    kind: KeyKind
    sign: Callable[[bytes], bytes]

    @classmethod
    def of(cls, key: UUID, kind: KeyKind, secret: bytes) -> "SigningKey":
        if kind == "hmac":
            prepared = hmac.new(secret, digestmod="sha256")
            return cls(key, kind, partial(_mac, prepared))
        return cls(key, kind, Ed25519PrivateKey.from_private_bytes(secret).sign)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made: its secret bytes, and the public part where there is one."""

    kind: KeyKind
    secret: bytes
    public: str | None

    @property
    def shown(self) -> str | None:
        """What the receiver is shown, once; a key with a public part has nothing to show but that."""
        return f"whsec_{_base64(self.secret)}" if self.kind == "hmac" else None


def new_key(kind: KeyKind) -> NewKey:
    """Make a key that nobody can guess."""
    if kind == "hmac":
        return NewKey(kind, secrets.token_bytes(SECRET_BYTES), None)
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return NewKey(kind, private.private_bytes_raw(), f"whpk_{_base64(public)}")


def signed(keys: Sequence[SigningKey], message: str, at: int, body: bytes) -> str:
    """Return the header `webhook-signature`: one signature by each key."""
    content = b"%b.%d.%b" % (message.encode(), at, body)
    return " ".join(f"{VERSIONS[key.kind]},{_base64(key.sign(content))}" for key in keys)


def _mac(prepared: hmac.HMAC, content: bytes) -> bytes:
    # a copy, since setting the key up costs more than what is signed by it
    mac = prepared.copy()
    mac.update(content)
    return mac.digest()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
