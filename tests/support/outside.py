"""What somebody outside has who verifies a sealed release: bytes, a signature, a published key, and no code of ours."""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key


def verifies(content: bytes, signature: str, pem: str) -> bool:
    """Say whether a signature is of exactly these bytes, by the key of a PEM file."""
    key = load_pem_public_key(pem.encode())
    assert isinstance(key, Ed25519PublicKey)
    try:
        key.verify(base64.b64decode(signature), content)
    except InvalidSignature:
        return False
    return True
