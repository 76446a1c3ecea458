"""What projects says of releases, from the plan to the seal."""

from shared.events.base import Event
from shared.events.marks import Words
from shared.events.part import Part


class ReleasePlanned(Event, about="release", audience="public"):
    """A release was announced; `state` is planned, or not-recorded where its history was not found."""

    release: str
    number: int | None = None
    name: str
    planned_for: str | None = None
    state: str
    demonstration: bool = False
    source: str | None = None
    freeze_on: str | None = None
    sign_offs_needed: tuple[str, ...] = ()


class ReleaseDetailsChanged(Event, about="release", audience="public"):
    """What is said of a release changed: its name, planned date, freeze date or needed sign-offs; all as they are now.

    From `freeze_on` on each change of its scope needs a reason; `sign_offs_needed` names roles.
    """

    release: str
    name: str
    planned_for: str | None = None
    freeze_on: str | None = None
    sign_offs_needed: tuple[str, ...] = ()


class ReleaseFrozen(Event, about="release", audience="public"):
    """The freeze date of a release has come: from this day on each change of its scope says why and who wants it."""

    release: str
    effective: str


class ReleaseItem(Part):
    deliverable: str
    project: str
    name: str
    ready: bool = False


class ReleaseScopeChanged(Event, about="release", audience="public"):
    """Deliverables were put into an open release, or taken out of it; `stale_sign_offs` names roles to ask again."""

    release: str
    added: tuple[ReleaseItem, ...] = ()
    removed: tuple[str, ...] = ()
    carried_from: str | None = None
    effective: str
    after_freeze: bool = False
    reason: Words | None = None
    by_role: str | None = None
    stale_sign_offs: tuple[str, ...] = ()


class ReleaseReadinessChanged(Event, about="release", audience="public"):
    """A deliverable in an open release became ready, or is no longer; `stale_sign_offs` names roles to ask again."""

    release: str
    deliverable: str
    ready: bool
    note: Words | None = None
    effective: str
    after_freeze: bool = False
    reason: Words | None = None
    by_role: str | None = None
    stale_sign_offs: tuple[str, ...] = ()


class ReleaseSignedOff(Event, about="release", audience="public"):
    """A role signed an open release off, or refused to (`outcome`); a later change of its scope makes this stale."""

    release: str
    by_role: str
    outcome: str
    note: Words | None = None
    effective: str


class ReleaseOverride(Part):
    """In whose name a release was closed without a sign-off that it needed, why, and what was missing."""

    by_role: str
    reason: Words
    missing: tuple[str, ...]


class ReleaseClosed(Event, about="release", audience="public"):
    """A release was sealed: what was ready is in it for good, the rest was carried over to a named release.

    `signature` is the base64 of an Ed25519 signature over the manifest's exact bytes, by the published seal key
    `key_id`; `override` is there if a sign-off that was needed was missing.
    """

    release: str
    number: int | None = None
    name: str
    effective: str
    included: tuple[ReleaseItem, ...]
    carried_over: tuple[ReleaseItem, ...] = ()
    carried_over_to: str | None = None
    manifest_sha256: str
    demonstration: bool = False
    signature: str | None = None
    key_id: str | None = None
    override: ReleaseOverride | None = None


class AmendedEntry(Part):
    """One thing that an amendment puts right: what it is about, how it stood, and how it is to be read."""

    about: str
    was: str | None = None
    now: str | None = None


class ReleaseAmended(Event, about="release", audience="public"):
    """A closed release was amended: its manifest stays as it was sealed, and a numbered, signed amendment stands by it.

    `amendment_sha256` is the digest of the amendment's canonical JSON, which holds the digest of the manifest and that
    of the amendment before.
    """

    release: str
    number: int
    text: Words
    reason: Words
    by_role: str
    changes: tuple[AmendedEntry, ...] = ()
    effective: str
    manifest_sha256: str
    previous_sha256: str | None = None
    amendment_sha256: str
    signature: str
    key_id: str


class SealKeyPublished(Event, about="seal_key", audience="public", aggregate="seal-key"):
    """A key that seals releases was published, as a JWK (OKP, Ed25519); those before it stay good for verifying."""

    seal_key: str
    jwk: dict[str, str]
