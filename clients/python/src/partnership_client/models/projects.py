"""What the services answer about projects."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from pydantic import Field

from partnership_client.base import Model


class Participants(Model):
    """Participants."""

    count: int | None = None
    councils: list[str]
    other: list[str]


class ShownRating(Model):
    """What is shown of a rating: its colour, not-yet-rated, or `stale` in place of the colour while nobody hears.

    `last` is the last colour that was given, and `effective` its day, also while it is stale.
    """

    shown: str
    last: str | None = None
    effective: dt.date | None = None
    by_role: str | None = None
    reason: str | None = None
    evidence: list[str] = Field(default_factory=list)
    recorded_at: dt.datetime | None = None


class Confidence(Model):
    """How confident the project itself, and others apart from it, are in its delivery."""

    own: ShownRating
    independent: ShownRating
    quiet_since: dt.date | None = None
    last_update: dt.date | None = None
    update_due: dt.date | None = None


class Project(Model):
    """A project. What is null is not recorded; `outcome` says how it ended, delivered or stopped, once it is closed."""

    href: str
    version: int
    key: str
    name: str
    summary: str | None = None
    programme: str
    lead_councils: list[str]
    other_leads: list[str]
    participants: Participants
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    phase: str | None = None
    phase_since: dt.date | None = None
    portfolio: str | None = None
    confidence: Confidence
    era: str | None = None
    starts: str | None = None
    ends: str | None = None
    status_seen: str | None = None
    sources: list[str]
    notes: str | None = None
    demonstration: bool
    closed_on: dt.date | None = None
    outcome: str | None = None
    closed_by_role: str | None = None
    closing_reason: str | None = None
    closing_recorded_at: dt.datetime | None = None


class Placement(Model):
    """Placement."""

    portfolio: str
    from_: str = Field(alias="from")
    to: str | None = None
    reading_of_ours: bool
    recorded_at: dt.datetime | None = None


class Settlement(Model):
    """How a condition was met, or by whom and why a project was let off it."""

    outcome: str
    on: dt.date
    by_role: str
    reason: str | None = None
    evidence: list[str]
    evidence_deliverables: list[str]
    recorded_at: dt.datetime


class ConditionOfDecision(Model):
    """A condition as it stood on a day; `gate` is the phase whose gate set it, null before the first."""

    id: str
    href: str
    project: str
    decision: str
    gate: str | None = None
    text: str
    owner_role: str
    due: dt.date
    state: str
    days_overdue: int | None = None
    settled: Settlement | None = None
    effective: dt.date
    recorded_at: dt.datetime


class Criterion(Model):
    """By what the gate is judged; `met` null means that the decision does not say."""

    text: str
    met: bool | None = None
    note: str | None = None


class Product(Model):
    """A product expected in the phase; `exists` null means that the decision does not say."""

    name: str
    exists: bool | None = None
    deliverable: str | None = None
    link: str | None = None


class Override(Model):
    """A role let pass what the rules would have refused; `of` names the refusals."""

    by_role: str
    reason: str
    of: list[str]


class GateDecision(Model):
    """A decision, with the criteria and products of the template version in force."""

    id: str
    project: str
    outcome: str
    by_role: str
    phase: str | None = None
    decided_on: dt.date
    reason: str | None = None
    evidence: list[str]
    evidence_deliverables: list[str]
    conditions: list[ConditionOfDecision]
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    criteria: list[Criterion]
    products: list[Product]
    override: Override | None = None
    recorded_at: dt.datetime


class Decided(Model):
    """A recorded decision; `version` is the project's."""

    href: str
    version: int
    project: str
    decision: GateDecision


class PhaseChange(Model):
    """A move to a phase; `number` counts a project's moves from 1, `planned` is when the plan of the day had it."""

    number: int
    lifecycle: str
    lifecycle_number: int
    from_phase: str | None = None
    to_phase: str
    decision: str | None = None
    cause: str
    override: Override | None = None
    planned: str | None = None
    effective: dt.date
    recorded_at: dt.datetime


class PhaseMoved(Model):
    """A phase change with the decision it rests on; `version` is the project's."""

    href: str
    version: int
    project: str
    phase: str
    phase_since: dt.date
    change: PhaseChange
    decision: GateDecision


class Plan(Model):
    """The plan in force on the day, and since when."""

    number: int
    reason: str | None = None
    effective: dt.date
    recorded_at: dt.datetime


class ProjectPhase(Model):
    """A phase of a project: when it was planned to be entered, and when it was.

    `first_planned` is what the first plan that names it said. `days_late` is how many days after the last day planned
    it was first entered, below zero when it was early. What is not in the template any more has no `position`.
    """

    phase: str
    name: str
    position: int | None = None
    planned: str | None = None
    first_planned: str | None = None
    actual: dt.date | None = None
    days_late: int | None = None
    current: bool
    entries: list[PhaseChange]


class ProjectPhases(Model):
    """The phases of a project as they stood on a day; `version` is the project's, for `If-Match` of its plan."""

    href: str
    version: int
    project: str
    as_at: dt.date
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    phase: str | None = None
    plan: Plan | None = None
    phases: list[ProjectPhase]


class GateCondition(Model):
    """One condition; `version` is the project's."""

    href: str
    version: int
    project: str
    condition: ConditionOfDecision


class ProgressUpdate(Model):
    """What a project told: `effective` is the day it tells of, `told_on` the day it was told.

    `corrects` is the number of an earlier update that it puts right, `corrected_by` of a later one that does so to it.
    """

    number: int
    text: str
    by_role: str
    evidence: list[str]
    effective: dt.date
    told_on: dt.date
    corrects: int | None = None
    correction_reason: str | None = None
    corrected_by: int | None = None
    recorded_at: dt.datetime


class ConfidenceRating(Model):
    """A rating as it was given; `update` is the number of the update it came with."""

    number: int
    kind: str
    rating: str
    by_role: str
    reason: str | None = None
    evidence: list[str]
    update: int | None = None
    effective: dt.date
    recorded_at: dt.datetime


class Told(Model):
    """A recorded update, and how confident it leaves the delivery; `version` is the project's."""

    href: str
    version: int
    project: str
    update: ProgressUpdate
    rating: ConfidenceRating | None = None
    confidence: Confidence


class ConfidenceStanding(Model):
    """The confidence in one project on a day; `version` is the project's."""

    own: ShownRating
    independent: ShownRating
    quiet_since: dt.date | None = None
    last_update: dt.date | None = None
    update_due: dt.date | None = None
    href: str
    version: int
    project: str
    as_at: dt.date


class Rated(Model):
    """A recorded rating, and how confident it leaves the delivery; `version` is the project's."""

    href: str
    version: int
    project: str
    rating: ConfidenceRating
    confidence: Confidence


class UpdateRhythm(Model):
    """How often a project tells of its progress; `every_days` null is never. `version` is the project's."""

    href: str
    version: int
    project: str
    as_at: dt.date
    every_days: int | None = None
    starts: dt.date | None = None
    effective: dt.date | None = None
    last_update: dt.date | None = None
    update_due: dt.date | None = None
    quiet_since: dt.date | None = None
