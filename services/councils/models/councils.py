"""Councils and the codes they have or had."""

from sqlalchemy import Index, text
from sqlmodel import Field

from services.councils.models.base import CouncilsTable
from shared.database import Aggregate


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


class CouncilShortCode(CouncilsTable, table=True):
    """The three letters by which people call a council, as GLG."""

    __tablename__ = "council_short_code"
    code3: str = Field(primary_key=True)
    council: str = Field(foreign_key="council.slug", unique=True)


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
