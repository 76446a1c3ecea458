"""The keys that seal releases: Ed25519, made here or read from a secret file, and published as JWK and PEM."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.errors import UnavailableError

ALGORITHM = "Ed25519"


class SealSettings(BaseSettings):
    """`SEAL_KEY_FILE` names a file with the private key that seals releases, as PEM or as OpenSSH writes it.

    Without one, the service makes its own and keeps it in its database.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    seal_key_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, and the id of its public part: its RFC 7638 thumbprint."""

    kid: str
    public: dict[str, str]
    private: Ed25519PrivateKey

    def sign(self, content: bytes) -> str:
        """Return the base64 of the signature over exactly these bytes."""
        return base64.b64encode(self.private.sign(content)).decode()

    def pem(self) -> str:
        """Return the private key as it is kept in the database."""
        encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        return self.private.private_bytes(encoding, form, serialization.NoEncryption()).decode()


def new_signer() -> Signer:
    """Make a key."""
    return _signer(Ed25519PrivateKey.generate())


def read(text: bytes) -> Signer:
    """Return the key in a PEM or OpenSSH text; raises ValueError if it is no Ed25519 key, or is locked."""
    load = serialization.load_ssh_private_key if b"OPENSSH" in text else serialization.load_pem_private_key
    try:
        private = load(text, password=None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("the key is locked by a passphrase, or of a kind that is not known") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError("the key is no Ed25519 key")  # noqa: TRY004 - it is the text that is wrong
    return _signer(private)


def signer_from_file() -> Signer | None:
    """Return the key of the secret file, None if no file is named; refuse if it cannot be read."""
    path = SealSettings().seal_key_file
    if path is None:
        return None
    try:
        return read(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UnavailableError(
            "The key that seals releases cannot be read: the file that SEAL_KEY_FILE names must hold an Ed25519 key "
            "without a passphrase. Nothing was changed.",
            code="seal-key-unreadable",
        ) from error


def verifies(jwk: Mapping[str, str], content: bytes, signature: bytes) -> bool:
    """Say whether a signature of some content is by the key of a JWK."""
    try:
        _public(jwk).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def public_pem(jwk: Mapping[str, str]) -> str:
    """Return a public key as openssl reads it."""
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return _public(jwk).public_bytes(encoding, form).decode()


def _signer(private: Ed25519PrivateKey) -> Signer:
    raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    required = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}
    kid = _base64url(hashlib.sha256(orjson.dumps(required, option=orjson.OPT_SORT_KEYS)).digest())
    return Signer(kid, required | {"kid": kid, "use": "sig", "alg": "EdDSA"}, private)


def _public(jwk: Mapping[str, str]) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(jwk["x"] + "="))


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
