"""Seals as somebody outside needs them: exact bytes, signatures, keys, and whether bytes are what was sealed."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import crypto, reads, views
from services.projects.domain import seals as rules
from services.projects.models import Release, ReleaseAmendment, ReleaseManifest, SealKey
from services.projects.queries.keyset import number, position
from shared.database import Database
from shared.errors import ConflictError, NotFoundError, TooManyError, UnavailableError
from shared.web.resources import PageWanted

AT_ONCE = 2
MOST_WAITING = 32
"""How many may wait to have something verified: anybody may ask, and nobody is to be kept from work by that."""


async def manifest(session: AsyncSession, release: str) -> ReleaseManifest:
    """Return the seal of a release, or refuse when it is not closed."""
    row = await reads.get(session, Release, release, "release")
    found = await session.get(ReleaseManifest, release)
    if found is None:
        raise ConflictError(
            f"The release {row.key} is not closed (its state is {row.state}); it has a manifest once it is.",
            code="not-closed",
        )
    return found


async def signature(session: AsyncSession, release: str) -> views.SignatureView:
    """Return the signature of a release's manifest."""
    found = await manifest(session, release)
    if found.signature is None:
        raise UnavailableError(
            f"The seal of {release} is from before there were signatures, and is being signed. Try again in a moment.",
            code="not-signed-yet",
        )
    return views.signature(found)


async def amendments(
    session: AsyncSession, wanted: PageWanted, release: str, as_at: date | None
) -> list[views.AmendmentView]:
    """Return a release's amendments, those of a day and before if one is asked for."""
    row = await reads.get(session, Release, release, "release")
    query = select(ReleaseAmendment).where(ReleaseAmendment.release == release)
    if as_at:
        query = query.where(col(ReleaseAmendment.effective) <= as_at)
    if wanted.after:
        query = query.where(col(ReleaseAmendment.number) > position(wanted, number)[0])
    found = (await session.exec(query.order_by(col(ReleaseAmendment.number)).limit(wanted.limit + 1))).all()
    return [views.amendment(one, version=row.version) for one in found]


async def amendment(session: AsyncSession, release: str, number: int) -> tuple[ReleaseAmendment, views.AmendmentView]:
    """Return one amendment, and how it is shown."""
    row = await reads.get(session, Release, release, "release")
    found = await session.get(ReleaseAmendment, (release, number))
    if found is None:
        raise NotFoundError(f"The release '{release}' has no amendment {number}.")
    return found, views.amendment(found, version=row.version)


async def seal_key(session: AsyncSession, kid: str) -> views.SealKeyView:
    """Return one published key."""
    found = next((one for one in (await reads.seal_keys(session)).keys if one.kid == kid), None)
    if found is None:
        raise NotFoundError("There is no published key of that id; all of them are at /api/v1/releases/seal-keys.")
    return found


class Verifying:
    """Verifies for anybody who asks: a few at a time, beside everything else, and never so many that others wait."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def verify(
        self, database: Database, told: Mapping[str, Any] | str, signed: str, key_id: str | None
    ) -> views.VerifiedView:
        """Say whether a signature over what was sent is by a published key; nothing else is looked at."""
        if self._waiting >= MOST_WAITING:
            raise TooManyError("Too many manifests are being verified just now. Try again in a moment.", code="busy")
        self._waiting += 1
        try:
            async with self._turn:
                async with database.reading() as session:
                    keys = await _keys(session)
                found = await asyncio.to_thread(rules.verify, told, signed, key_id, keys, crypto.verifies)
        finally:
            self._waiting -= 1
        sealed = found.sealed or {}
        return views.VerifiedView(
            valid=found.signed_by is not None,
            digest=found.digest,
            release=sealed.get("release"),
            sealed=sealed.get("schema"),
            signed_by=found.signed_by,
            reasons=list(found.reasons),
        )


async def _keys(session: AsyncSession) -> dict[str, dict[str, str]]:
    rows: Sequence[SealKey] = (await session.exec(select(SealKey).order_by(col(SealKey.number).desc()))).all()
    return {row.kid: row.public for row in rows}
