"""What answers show of projects' things, and how rows become it."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from services.projects import models
from shared.web.resources import Resource, View

BASE = "/api/v1"


class PhaseView(View):
    phase: str
    starts: str
    ends: str | None = None
    expected: bool
    source: str | None = None


class ProgrammeView(Resource):
    """The programme; `phase` is the one it is in, null when none has begun or is known."""

    name: str = "Scottish Local Government Digital Partnership"
    phase: str | None = None
    phases: list[PhaseView]


class PortfolioView(Resource):
    key: str
    name: str
    grouping: str
    starts: str = Field(alias="from")
    ends: str | None = Field(default=None, alias="to")
    source: str | None = None


class GateView(View):
    name: str
    criteria: list[str]


class TemplatePhaseView(View):
    key: str
    name: str
    products: list[str]
    gate: GateView | None = None


class LifecycleView(Resource):
    """A lifecycle template at one of its versions (`number`)."""

    key: str
    number: int
    name: str
    description: str | None = None
    phases: list[TemplatePhaseView]
    published_at: datetime


class ParticipantsView(View):
    count: int | None = None
    councils: list[str]
    other: list[str]


class ProjectView(Resource):
    """A project. What is null is not recorded."""

    key: str
    name: str
    summary: str | None = None
    programme: str
    lead_councils: list[str]
    other_leads: list[str]
    participants: ParticipantsView
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    phase: str | None = None
    phase_since: date | None = None
    portfolio: str | None = None
    era: str | None = None
    starts: str | None = None
    ends: str | None = None
    status_seen: str | None = None
    sources: list[str]
    notes: str | None = None
    demonstration: bool


class PlacementView(View):
    portfolio: str
    starts: str = Field(alias="from")
    ends: str | None = Field(default=None, alias="to")
    reading_of_ours: bool


class ConditionView(View):
    text: str
    owner_role: str
    due: date


class DecisionView(View):
    id: str
    project: str
    outcome: str
    by_role: str
    phase: str | None = None
    decided_on: date
    reason: str | None = None
    evidence: list[str]
    conditions: list[ConditionView]
    recorded_at: datetime


class PhaseChangeView(View):
    number: int
    lifecycle: str
    lifecycle_number: int
    from_phase: str | None = None
    to_phase: str
    decision: str
    effective: date
    recorded_at: datetime


class DeliverableView(Resource):
    """A deliverable. `state` null means not recorded; `state_as_found` is its source's own word."""

    key: str
    project: str
    name: str
    state: str | None = None
    state_since: date | None = None
    state_as_found: str | None = None
    produced_by: str | None = None
    source: str | None = None


class ReleaseItemView(View):
    deliverable: str
    project: str
    name: str
    ready: bool
    note: str | None = None
    carried_from: str | None = None


class ReleaseView(Resource):
    """A release. `deliverables` is what is in it: for good, once its state is closed."""

    key: str
    number: int | None = None
    name: str
    planned_for: str | None = None
    state: str
    demonstration: bool
    source: str | None = None
    closed_on: str | None = None
    carried_over_to: str | None = None
    manifest_sha256: str | None = None
    ready: int
    not_ready: int
    deliverables: list[ReleaseItemView]


class BenefitView(Resource):
    key: str
    project: str
    statement: str
    type: str | None = None
    class_as_found: str | None = None
    amount_gbp: int | None = None
    basis: str | None = None
    source: str | None = None


def portfolio(row: models.Portfolio) -> PortfolioView:
    return PortfolioView(href=f"{BASE}/portfolios/{row.key}", **_columns(row))


def lifecycle(row: models.Lifecycle, version: models.LifecycleVersion) -> LifecycleView:
    address = f"{BASE}/lifecycles/{row.key}"
    latest = version.number == row.number
    return LifecycleView.model_validate(
        {
            "href": address if latest else f"{address}/versions/{version.number}",
            "version": row.version,
            "key": row.key,
            "number": version.number,
            "name": version.name,
            "description": version.description,
            "phases": version.phases,
            "published_at": version.published_at,
        }
    )


def project(row: models.Project, portfolio: str | None) -> ProjectView:
    return ProjectView(
        href=f"{BASE}/projects/{row.key}",
        participants=ParticipantsView(
            count=row.participant_count, councils=row.participant_councils, other=row.other_participants
        ),
        portfolio=portfolio,
        **_columns(row, without={"participant_count", "participant_councils", "other_participants"}),
    )


def placement(row: models.Placement) -> PlacementView:
    return PlacementView(**_columns(row, without={"id", "project"}))


def decision(row: models.GateDecision) -> DecisionView:
    return DecisionView.model_validate(_columns(row) | {"id": str(row.id)})


def phase_change(row: models.PhaseChange) -> PhaseChangeView:
    return PhaseChangeView(**_columns(row, without={"project"}) | {"decision": str(row.decision)})


def deliverable(row: models.Deliverable) -> DeliverableView:
    return DeliverableView(href=f"{BASE}/deliverables/{row.key}", **_columns(row))


def release(row: models.Release, items: list[ReleaseItemView], sha256: str | None) -> ReleaseView:
    return ReleaseView(
        href=f"{BASE}/releases/{row.key}",
        manifest_sha256=sha256,
        ready=sum(item.ready for item in items),
        not_ready=sum(not item.ready for item in items),
        deliverables=items,
        **_columns(row),
    )


def benefit(row: models.Benefit) -> BenefitView:
    return BenefitView(href=f"{BASE}/benefit-profiles/{row.key}", **_columns(row))


def _columns(row: Any, *, without: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    hidden = {"last_event", "created_at", "changed_at", "starts_day", "ends_day", "closed_day"} | without
    return {name: value for name, value in row.model_dump().items() if name not in hidden}
