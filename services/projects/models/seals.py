"""What closes and amends releases for good: seals, the keys that sign them, and numbered amendments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.projects.models.base import ProjectsTable
from shared.database import Aggregate


class ReleaseManifest(ProjectsTable, table=True):
    """The seal of a closed release: the exact bytes of its canonical JSON, their SHA-256 in hex, and who signed them.

    `signature` is base64; a seal from before there were signatures gets one when a key is there.
    """

    __tablename__ = "release_manifest"
    release: str = Field(primary_key=True, foreign_key="release.key")
    content: bytes = Field(sa_type=LargeBinary)
    sha256: str
    signature: str | None = None
    key_id: str | None = None
    signed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class ReleaseAmendment(ProjectsTable, table=True):
    """What is to be read otherwise in a closed release; its bytes hold the digests of what stands before it."""

    __tablename__ = "release_amendment"
    release: str = Field(primary_key=True, foreign_key="release.key")
    number: int = Field(primary_key=True)
    text: str
    reason: str
    by_role: str
    changes: list[dict[str, Any]] = Field(sa_type=JSONB)
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    manifest_sha256: str
    previous_sha256: str | None = None
    content: bytes = Field(sa_type=LargeBinary)
    sha256: str
    signature: str
    key_id: str


class SealKey(ProjectsTable, Aggregate, table=True):
    """A key that seals releases; the newest signs, all of them verify.

    `private` is PEM, and null once another follows it, or where the key comes from a secret file.
    """

    __tablename__ = "seal_key"
    kid: str = Field(primary_key=True)
    number: int = Field(unique=True)
    public: dict[str, str] = Field(sa_type=JSONB)
    private: str | None = None
