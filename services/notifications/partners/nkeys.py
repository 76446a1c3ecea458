"""The keys with which partners come in to the broker: NKEYs, of which we keep the public half alone."""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SEED, USER = 18 << 3, 20 << 3
"""What the first bits of a key say it is."""
PUBLIC_BYTES = 32
PUBLIC_KEY = re.compile(r"U[A-Z2-7]{55}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A key pair: the public half is `U…`; `seed`, `SU…`, is the secret one, and shown once."""

    public: str
    seed: str = field(repr=False)


def new_pair() -> Pair:
    """Make a key pair for a partner that has none of its own."""
    secret = secrets.token_bytes(PUBLIC_BYTES)
    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return Pair(_written(bytes([USER]) + public), _written(bytes([SEED | USER >> 5, USER << 3 & 0xFF]) + secret))


def is_public_key(word: str) -> bool:
    """Say whether a word is the public half of a user's key, and with its check sum right."""
    if not PUBLIC_KEY.fullmatch(word):
        return False
    try:
        raw = base64.b32decode(word)
    except binascii.Error:
        return False
    return raw[0] == USER and len(raw) == PUBLIC_BYTES + 3 and _sum(raw[:-2]) == raw[-2:]


def _written(raw: bytes) -> str:
    return base64.b32encode(raw + _sum(raw)).rstrip(b"=").decode("ascii")


def _sum(raw: bytes) -> bytes:
    """Return the check sum of a key: CRC-16/XMODEM, the low byte first."""
    return binascii.crc_hqx(raw, 0).to_bytes(2, "little")
