"""Reading what happened to releases: the log of their scope, what was said of them, sign-offs, seals, amendments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects.domain import sign_offs
from services.projects.domain.sign_offs import Standing
from services.projects.models import (
    Deliverable,
    Release,
    ReleaseDetails,
    ReleaseScopeChange,
    ReleaseSignOff,
)

AMENDED = text("SELECT release, effective FROM release_amendment WHERE release = ANY(:keys)")
SEALS = text("SELECT release, sha256, signature, key_id FROM release_manifest WHERE release = ANY(:keys)")


@dataclass(frozen=True, slots=True)
class SealRead:
    """A seal without its bytes."""

    sha256: str
    signature: str | None
    key_id: str | None


@dataclass(slots=True)
class History:
    """What happened to one release."""

    log: list[ReleaseScopeChange] = field(default_factory=list)
    details: list[ReleaseDetails] = field(default_factory=list)
    sign_offs: list[ReleaseSignOff] = field(default_factory=list)
    amended: list[date] = field(default_factory=list)
    seal: SealRead | None = None

    def standing(self, day: date) -> list[Standing]:
        """Return what each role had said last by a day, and whether it was stale then."""
        last = max((line.number for line in self.log if line.effective_day <= day), default=0)
        return sign_offs.standing([one for one in self.sign_offs if one.effective <= day], last)

    def begun(self, day: date) -> bool:
        """Say whether anything had come into the release by a day."""
        return any(line.effective_day <= day for line in self.log)

    def announced(self, row: Release) -> date:
        """Return the day on which the release entered the register."""
        return min((one.effective for one in self.details), default=row.created_at.astimezone(UTC).date())

    def amendments(self, day: date) -> int:
        return sum(one <= day for one in self.amended)


async def histories(session: AsyncSession, keys: Sequence[str]) -> dict[str, History]:
    """Return what happened to each of some releases."""
    found = {key: History() for key in keys}
    for model, name in ((ReleaseScopeChange, "log"), (ReleaseDetails, "details"), (ReleaseSignOff, "sign_offs")):
        for row in await _of(session, model, keys):
            getattr(found[row.release], name).append(row)
    connection = await session.connection()
    for release, day in await connection.execute(AMENDED, {"keys": list(keys)}):
        found[release].amended.append(day)
    for release, *seal in await connection.execute(SEALS, {"keys": list(keys)}):
        found[release].seal = SealRead(*seal)
    return found


async def history(session: AsyncSession, key: str) -> History:
    """Return what happened to one release."""
    return (await histories(session, [key]))[key]


async def deliverables(session: AsyncSession, found: Mapping[str, History]) -> dict[str, Deliverable]:
    """Return every deliverable that the logs name."""
    keys = {line.deliverable for one in found.values() for line in one.log}
    rows = (await session.exec(select(Deliverable).where(col(Deliverable.key).in_(keys)))).all()
    return {row.key: row for row in rows}


async def _of(session: AsyncSession, model: type[Any], keys: Sequence[str]) -> Iterable[Any]:
    query = select(model).where(model.release.in_(keys)).order_by(model.number)
    return (await session.exec(query)).all()
