"""What is true in councils: its tables. A loosely given date is kept as text, beside the day from which it counts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from shared.database import Aggregate


class CouncilsTable(SQLModel, registry=registry()):
    """The tables of this service, apart from those of its neighbours."""


class Council(CouncilsTable, Aggregate, table=True):
    """A council, under a slug that never changes."""

    __tablename__ = "council"
    slug: str = Field(primary_key=True)
    name: str
    gaelic_name: str | None = None
    statutory_name: str | None = None
    area_name: str | None = None
    population: int | None = None
    population_year: int | None = None
    website: str | None = None


class CouncilCode(CouncilsTable, table=True):
    """A GSS code, which names a boundary; a council has one live code and keeps those it had before."""

    __tablename__ = "council_code"
    __table_args__ = (
        Index("council_code_of_council", "council", "number", unique=True),
        Index("council_code_one_live", "council", unique=True, postgresql_where=text("live")),
    )
    gss_code: str = Field(primary_key=True)
    council: str = Field(foreign_key="council.slug")
    number: int
    starts: str | None = None
    ends: str | None = None
    live: bool


class Membership(CouncilsTable, Aggregate, table=True):
    """That a council is or was a member; its periods say when."""

    __tablename__ = "membership"
    council: str = Field(primary_key=True, foreign_key="council.slug")


class MembershipPeriod(CouncilsTable, table=True):
    """From when a council is certainly a member, and until when.

    `joined` is as exact as its source and null where no date was found; `certain_from` is the first day on which
    the council certainly was a member; `ended_day` the first on which it certainly was one no more.
    """

    __tablename__ = "membership_period"
    __table_args__ = (
        CheckConstraint("certainty IN ('known', 'no-later-than', 'unknown')", name="membership_period_certainty"),
    )
    council: str = Field(primary_key=True, foreign_key="membership.council")
    number: int = Field(primary_key=True)
    joined: str | None = None
    certainty: str
    certain_from: date
    source: str | None = None
    ended: str | None = None
    ended_day: date | None = None


class MembershipCount(CouncilsTable, Aggregate, table=True):
    """How many councils were members, as a source says without naming them; `listed` is the order they came in."""

    __tablename__ = "membership_count"
    key: str = Field(primary_key=True)
    listed: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), nullable=False, unique=True)
    )
    as_of: str
    councils: int
    basis: str
    source: str


class Adoption(CouncilsTable, Aggregate, table=True):
    """An adoption line: how far one council has come with one deliverable that a release brought it."""

    __tablename__ = "adoption"
    __table_args__ = (
        CheckConstraint(
            "state IN ('invited', 'considering', 'planned', 'adopting', 'embedded', 'in-use', 'adapted', 'declined',"
            " 'withdrawn')",
            name="adoption_state",
        ),
        Index("adoption_of_deliverable", "deliverable", "council"),
        Index("adoption_of_release", "release", "council", "deliverable"),
    )
    council: str = Field(primary_key=True, foreign_key="council.slug")
    deliverable: str = Field(primary_key=True)
    project: str
    release: str
    demonstration: bool
    opened: str
    state: str
    since: str
    reason: str | None = None
    note: str | None = None


class AdoptionMove(CouncilsTable, table=True):
    """A council moved its line; a later note does not wipe out an earlier one."""

    __tablename__ = "adoption_move"
    __table_args__ = (
        ForeignKeyConstraint(
            ["council", "deliverable"], ["adoption.council", "adoption.deliverable"], name="adoption_move_of_line"
        ),
    )
    council: str = Field(primary_key=True)
    deliverable: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    from_state: str
    to_state: str
    reason: str | None = None
    note: str | None = None
    effective: str
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class DeliverableStanding(CouncilsTable, table=True):
    """A deliverable's state as projects told it last, and what follows for those who adopted it."""

    __tablename__ = "deliverable_standing"
    deliverable: str = Field(primary_key=True)
    project: str
    state: str
    since: str | None = None
    successor: str | None = None
    reason: str | None = None
    acknowledge_by: str | None = None


class Acknowledgement(CouncilsTable, Aggregate, table=True):
    """That a council was asked to acknowledge the end of a deliverable it adopted, and what became of that, by day.

    `key` is council, deliverable and number, joined by dots. It was asked on the day of `created_at`, or later by the
    programme's clock: `asked_on`.
    """

    __tablename__ = "acknowledgement"
    __table_args__ = (
        CheckConstraint("deliverable_state IN ('superseded', 'withdrawn')", name="acknowledgement_of"),
        CheckConstraint("state IN ('asked', 'acknowledged', 'lapsed')", name="acknowledgement_state"),
        ForeignKeyConstraint(
            ["council", "deliverable"], ["adoption.council", "adoption.deliverable"], name="acknowledgement_of_line"
        ),
        Index("acknowledgement_of_council", "council", "deliverable", "number", unique=True),
        Index("acknowledgement_of_deliverable", "deliverable", "council", "number"),
    )
    key: str = Field(primary_key=True)
    council: str
    deliverable: str
    number: int
    project: str
    demonstration: bool
    deliverable_state: str
    since: str | None = None
    successor: str | None = None
    reason: str | None = None
    acknowledge_by: str | None = None
    asked_on: date
    state: str
    raised_to_lead_on: date | None = None
    raised_to_programme_on: date | None = None
    acknowledged_on: date | None = None
    acknowledged_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    by_role: str | None = None
    note: str | None = None
    stops_using_on: date | None = None
    lapsed_on: date | None = None
    lapsed_because: str | None = None


class KnownCall(CouncilsTable, table=True):
    """A call for participation as projects told it last: until when it may be answered, and what it asks."""

    __tablename__ = "known_call"
    call: str = Field(primary_key=True)
    project: str
    open: bool
    deadline: date | None = None
    asks: list[dict[str, Any]] = Field(sa_type=JSONB)


class Capacity(CouncilsTable, Aggregate, table=True):
    """What a council has to give in a month, by role."""

    __tablename__ = "capacity"
    council: str = Field(primary_key=True, foreign_key="council.slug")
    month: str = Field(primary_key=True)


class CapacityTold(CouncilsTable, table=True):
    """What a council had to give in a month, from a day on; `number` is the version of its capacity then."""

    __tablename__ = "capacity_told"
    __table_args__ = (ForeignKeyConstraint(["council", "month"], ["capacity.council", "capacity.month"]),)
    council: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    given: list[dict[str, Any]] = Field(sa_type=JSONB)
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class CallAnswer(CouncilsTable, Aggregate, table=True):
    """That a council answered a call; what it said, and when, is in what it told."""

    __tablename__ = "call_answer"
    call: str = Field(primary_key=True, foreign_key="known_call.call")
    council: str = Field(primary_key=True, foreign_key="council.slug")


class CallAnswerTold(CouncilsTable, table=True):
    """What a council answered to a call, from a day on; `number` is the version of its answer then."""

    __tablename__ = "call_answer_told"
    __table_args__ = (
        ForeignKeyConstraint(["call", "council"], ["call_answer.call", "call_answer.council"]),
        CheckConstraint("answer IN ('commit', 'interested', 'no')", name="call_answer_told_answer"),
    )
    call: str = Field(primary_key=True)
    council: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    answer: str
    commitments: list[dict[str, Any]] = Field(sa_type=JSONB)
    reason: str | None = None
    effective: date
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))


class Client(CouncilsTable, Aggregate, table=True):
    """A machine client, of the Office or of one council, and the scopes it may ask for."""

    __tablename__ = "client"
    client_id: str = Field(primary_key=True)
    name: str
    council: str | None = Field(default=None, foreign_key="council.slug")
    scopes: list[str] = Field(sa_type=JSONB)
    revoked_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class ClientSecret(CouncilsTable, table=True):
    """A secret of a client, hashed with argon2; up to two are valid at once, so that one can be rotated."""

    __tablename__ = "client_secret"
    __table_args__ = (Index("client_secret_of_client", "client_id"),)
    id: UUID = Field(primary_key=True)
    client_id: str = Field(foreign_key="client.client_id")
    hashed: str
    issued_at: datetime = Field(sa_type=DateTime(timezone=True))
    expires: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


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
