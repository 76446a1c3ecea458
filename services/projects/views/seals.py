"""Signatures, the keys behind them and amendments, as answers show them."""

import base64
from datetime import date, datetime
from typing import Any

from services.projects import crypto, models
from services.projects.views.columns import BASE
from shared.web.resources import Resource, View

KEYS = f"{BASE}/releases/seal-keys"


class SealKeyView(View):
    """A public key as RFC 8037 has it, and as PEM; `signs` tells the one that signs now from those that only verify."""

    kty: str
    crv: str
    x: str
    kid: str
    use: str
    alg: str
    pem: str
    published_at: datetime
    signs: bool


class SealKeysView(View):
    """Every key that ever sealed a release, the newest first: a JSON Web Key Set (RFC 7517)."""

    keys: list[SealKeyView]


class SignatureView(View):
    """The signature of a closed release's manifest: base64, over exactly the bytes that `manifest` leads to."""

    href: str
    release: str
    manifest: str
    sha256: str
    algorithm: str
    key_id: str
    public_key: str
    signature: str
    signed_at: datetime


class AmendedEntryView(View):
    about: str
    was: str | None = None
    now: str | None = None


class AmendmentView(Resource):
    """An amendment of a closed release; `content` leads to the exact bytes signed, `version` is the release's."""

    release: str
    number: int
    text: str
    reason: str
    by_role: str
    changes: list[AmendedEntryView]
    effective: date
    recorded_at: datetime
    manifest_sha256: str
    previous_sha256: str | None = None
    sha256: str
    algorithm: str
    key_id: str
    public_key: str
    signature: str
    content: str


class VerifiedView(View):
    """Whether what was sent is what was sealed: then in which `release`, and as what; else `reasons` say why not."""

    valid: bool
    digest: str | None = None
    release: str | None = None
    sealed: str | None = None
    signed_by: str | None = None
    reasons: list[str]


def seal_key(row: models.SealKey, *, signs: bool) -> SealKeyView:
    return SealKeyView(**row.public, pem=crypto.public_pem(row.public), published_at=row.created_at, signs=signs)


def signature(row: models.ReleaseManifest) -> SignatureView:
    href = f"{BASE}/releases/{row.release}/manifest"
    return SignatureView(
        href=f"{href}/signature",
        release=row.release,
        manifest=href,
        sha256=row.sha256,
        algorithm=crypto.ALGORITHM,
        key_id=row.key_id,
        public_key=f"{KEYS}/{row.key_id}",
        signature=row.signature,
        signed_at=row.signed_at,
    )


def amendment(row: models.ReleaseAmendment, *, version: int) -> AmendmentView:
    href = f"{BASE}/releases/{row.release}/amendments/{row.number}"
    shown: dict[str, Any] = row.model_dump(exclude={"content"})
    return AmendmentView(
        href=href,
        version=version,
        content=f"{href}/content",
        algorithm=crypto.ALGORITHM,
        public_key=f"{KEYS}/{row.key_id}",
        **shown,
    )


def repr_digest(sha256: str) -> str:
    """Return a digest as HTTP says it (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
