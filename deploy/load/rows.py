"""The shape of every row in the data files; a field more or less than these is refused."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from shared.values import Key, Link, Name, PartialDate, Text


class Row(BaseModel):
    # a trailing underscore keeps `class` and `from`, which Python has taken, out of the way
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=lambda name: name.rstrip("_"))


Blank = BeforeValidator(lambda value: None if value == "" else value)
Codes = Annotated[list[str], BeforeValidator(lambda value: [code for code in value.split(";") if code])]


class Council(Row):
    gss_code: str
    name: Name
    gaelic_name: Annotated[Name | None, Blank]
    slug: Key
    population: Annotated[int | None, Blank]
    population_year: Annotated[int | None, Blank]
    region: str
    area_name: Annotated[Name | None, Blank]
    code3: str
    statutory_name: Annotated[Name | None, Blank]
    website: Annotated[Link | None, Blank]
    former_gss_codes: Codes


class RetiredCode(Row):
    superseded_code: str
    area_name: str
    current_gss_code: str
    listed_by_statistics_gov_scot: str
    listed_by_mysociety: str
    still_in_govuk_local_links: str


class MembershipCount(Row):
    key: Key
    as_of: PartialDate
    date_precision: Literal["year", "month", "day"]
    councils: int
    basis: Text
    source: Link


class CouncilRef(Row):
    gss_code: str
    name: str


class Participants(Row):
    count: int | None
    councils: list[CouncilRef]
    other: list[str]


class DatedEvent(Row):
    date: PartialDate
    event: str


class Dates(Row):
    start: PartialDate | None
    end: PartialDate | None
    other: list[DatedEvent]


class Deliverable(Row):
    key: Key
    name: Name
    state: Literal["LIVE", "BETA", "published", "running", "draft", "planned"] | None
    release: str | None
    produced_by: str | None


class Benefit(Row):
    key: Key
    statement: Text
    type: Literal["cash-releasing", "cost-avoidance", "quantitative", "qualitative", "dis-benefit"] | None
    class_: str
    amount_gbp: int | None
    basis: str | None


class Project(Row):
    id: Key
    code: str | None
    name: Name
    programme: Literal["digital-partnership", "adjacent"]
    era: str
    theme: str | None
    portfolio: str | None
    summary: Text
    lead_councils: list[CouncilRef]
    other_leads: list[str]
    participants: Participants
    release: str | None
    status_seen: str | None
    dates: Dates
    deliverables: list[Deliverable]
    benefits: list[Benefit]
    targets: list[str]
    sources: list[Link]
    notes: Text | None


class Projects(Row):
    compiled: str
    schema_note: str
    projects: list[Project]


class ProgrammePhase(Row):
    phase: Literal["build", "embedding", "operationalise"]
    starts: PartialDate
    expected: bool
    source: Link


class Dated(Row):
    key: Key
    name: Name
    from_: PartialDate
    to: PartialDate | None
    source: Link


class Grouping(Dated):
    note: str
    our_reading: str | None


class Portfolio(Dated):
    grouping: Key


class Gate(Row):
    name: Name
    criteria: list[Name]


class LifecyclePhase(Row):
    key: Key
    name: Name
    products: list[Name]
    gate: Gate


class Lifecycle(Row):
    key: Key
    name: Name
    description: Text
    phases: list[LifecyclePhase]


class Placement(Row):
    project: Key
    portfolio: Key
    from_: PartialDate
    to: PartialDate | None
    reading_of_ours: bool


class ReleaseItem(Row):
    deliverable: Key
    ready: bool


class Release(Row):
    key: Key
    number: int | None
    name: Name
    planned_for: PartialDate | None
    demonstration: bool
    history_recorded: bool
    source: Link | None
    note: str
    our_reading: str | None
    closed_on: PartialDate | None
    contents: list[ReleaseItem]


class Membership(Row):
    councils: Literal["all"]
    joined: PartialDate
    certainty: Literal["known", "no-later-than", "unknown"]
    source: Link
    note: str


class Programme(Row):
    note: str
    phases: list[ProgrammePhase]
    groupings: list[Grouping]
    portfolios: list[Portfolio]
    lifecycles: list[Lifecycle]
    project_lifecycle: Key
    placements_note: str
    placements: list[Placement]
    releases: list[Release]
    membership: Membership
