"""Amendments: a closed release is never edited; what is to be read otherwise stands beside it, numbered and chained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.projects.domain.roles import Role
from services.projects.domain.seals import canonical, digest
from services.projects.models import Release
from shared.errors import ConflictError
from shared.events.projects import AmendedEntry

SCHEMA = "partnership.release-amendment.v1"
MOST_CHANGES = 100
MOST = 1000
"""How many amendments a release may have."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A numbered amendment, and its canonical bytes, which carry the digests of the manifest and of the one before."""

    number: int
    manifest_sha256: str
    previous_sha256: str | None
    content: bytes
    sha256: str


def amend(
    release: Release,
    *,
    text: str,
    reason: str,
    by_role: Role,
    changes: Sequence[AmendedEntry],
    manifest_sha256: str | None,
    before: tuple[int, str] | None,
    today: date,
) -> Amendment:
    """Amend a closed release; `before` is the number and digest of its last amendment."""
    if release.state != "closed" or manifest_sha256 is None:
        raise ConflictError(
            f"The release {release.key} is not closed (its state is {release.state}); change it as it is.",
            code="not-closed",
        )
    number, previous = (before[0] + 1, before[1]) if before else (1, None)
    if number > MOST:
        raise ConflictError(f"The release {release.key} has {MOST} amendments; it takes no more.", code="too-many")
    content = canonical(
        {
            "schema": SCHEMA,
            "release": release.key,
            "number": number,
            "amended_on": today.isoformat(),
            "text": text,
            "reason": reason,
            "by_role": by_role,
            "changes": [one.model_dump(mode="json") for one in changes],
            "manifest_sha256": manifest_sha256,
            "previous_sha256": previous,
        }
    )
    return Amendment(number, manifest_sha256, previous, content, digest(content))
