"""Machine clients, their secrets, and the keys that sign tokens."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


class Client(CouncilsTable, Aggregate, table=True):
    """A machine client, of the Office or of one council, and the scopes it may ask for; `expires` ends it."""

    __tablename__ = "client"
    client_id: str = Field(primary_key=True)
    name: str
    council: str | None = Field(default=None, foreign_key="council.slug")
    scopes: list[str] = Field(sa_type=JSONB)
    revoked_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    expires: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class ClientSecret(CouncilsTable, table=True):
    """A secret of a client, hashed with argon2; up to two are valid at once, so that one can be rotated."""

    __tablename__ = "client_secret"
    __table_args__ = (Index("client_secret_of_client", "client_id"),)
    id: UUID = Field(primary_key=True)
    client_id: str = Field(foreign_key="client.client_id")
    hashed: str
    issued_at: datetime = Field(sa_type=DateTime(timezone=True))
    expires: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class ClientUse(CouncilsTable, table=True):
    """When a secret last got a token; kept also when the secret is gone, and apart from it so that nothing waits."""

    __tablename__ = "client_use"
    __table_args__ = (Index("client_use_of_client", "client_id"),)
    secret: UUID = Field(primary_key=True)
    client_id: str
    used_at: datetime = Field(sa_type=DateTime(timezone=True))


class SigningKey(CouncilsTable, Aggregate, table=True):
    """A key that signs access tokens. Its private part never leaves this table, and goes when the key is retired.

    `activates` is when it begins to sign; `retires` when tokens signed with it are no more, once another follows it.
    """

    __tablename__ = "signing_key"
    kid: str = Field(primary_key=True)
    public: dict[str, str] = Field(sa_type=JSONB)
    private: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    activates: datetime = Field(sa_type=DateTime(timezone=True))
    retires: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    retired_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
