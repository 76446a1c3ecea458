"""What the services answer about releases."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model


class SignOff(Model):
    """What a role last said of a release; `stale` if the scope has changed since. A null outcome is yet to come."""

    by_role: str
    outcome: str | None = None
    stale: bool = False
    note: str | None = None
    effective: dt.date | None = None
    recorded_at: dt.datetime | None = None


class ReleaseItem(Model):
    """Release item."""

    deliverable: str
    project: str
    name: str
    ready: bool
    note: str | None = None
    carried_from: str | None = None


class Release(Model):
    """A release. `deliverables` is what is in it: for good, once its state is closed.

    `as_at` is the day that was asked for, null for what is true now; names of deliverables are as they are now.
    """

    href: str
    version: int
    key: str
    number: int | None = None
    name: str
    planned_for: str | None = None
    state: str
    demonstration: bool
    source: str | None = None
    closed_on: str | None = None
    carried_over_to: str | None = None
    freeze_on: dt.date | None = None
    frozen: bool = False
    sign_offs_needed: list[str]
    sign_offs: list[SignOff]
    manifest_sha256: str | None = None
    signature: str | None = None
    key_id: str | None = None
    amendments: int = 0
    as_at: dt.date | None = None
    ready: int
    not_ready: int
    deliverables: list[ReleaseItem]


class Missing(Model):
    """Something that is missing: a word for machines, and a sentence for people."""

    what: str
    text: str


class DeliverableReadiness(Model):
    """Deliverable readiness."""

    deliverable: str
    project: str
    name: str
    state: str | None = None
    ready: bool
    note: str | None = None
    missing: list[Missing]


class Readiness(Model):
    """How far a release is from closing, as at a day; `missing` is what closing would be refused for."""

    href: str
    version: int
    release: str
    as_at: dt.date
    state: str
    ready: int
    not_ready: int
    deliverables: list[DeliverableReadiness]
    sign_offs: list[SignOff]
    missing: list[str]


class ScopeChange(Model):
    """A line of the log of a release's scope. `change` is put-in, carried-in, taken-out, ready or not-ready."""

    number: int
    deliverable: str
    change: str
    ready: bool
    note: str | None = None
    carried_from: str | None = None
    after_freeze: bool
    reason: str | None = None
    by_role: str | None = None
    effective: str
    recorded_at: dt.datetime


class Verified(Model):
    """Whether what was sent is what was sealed: then in which `release`, and as what; else `reasons` say why not."""

    valid: bool
    digest: str | None = None
    release: str | None = None
    sealed: str | None = None
    signed_by: str | None = None
    reasons: list[str]


class Signature(Model):
    """The signature of a closed release's manifest: base64, over exactly the bytes that `manifest` leads to."""

    href: str
    release: str
    manifest: str
    sha256: str
    algorithm: str
    key_id: str
    public_key: str
    signature: str
    signed_at: dt.datetime


class SignOffRecord(Model):
    """A sign-off as it was given; `version` is the release's."""

    href: str
    version: int
    release: str
    number: int
    by_role: str
    outcome: str
    stale: bool
    note: str | None = None
    effective: dt.date
    recorded_at: dt.datetime


class AmendedEntry(Model):
    """Amended entry."""

    about: str
    was: str | None = None
    now: str | None = None


class Amendment(Model):
    """An amendment of a closed release; `content` leads to the exact bytes signed, `version` is the release's."""

    href: str
    version: int
    release: str
    number: int
    text: str
    reason: str
    by_role: str
    changes: list[AmendedEntry]
    effective: dt.date
    recorded_at: dt.datetime
    manifest_sha256: str
    previous_sha256: str | None = None
    sha256: str
    algorithm: str
    key_id: str
    public_key: str
    signature: str
    content: str


class SealKey(Model):
    """A public key as RFC 8037 has it, and as PEM; `signs` tells the one that signs now from those that only verify."""

    kty: str
    crv: str
    x: str
    kid: str
    use: str
    alg: str
    pem: str
    published_at: dt.datetime
    signs: bool


class SealKeys(Model):
    """Every key that ever sealed a release, the newest first: a JSON Web Key Set (RFC 7517)."""

    keys: list[SealKey]
