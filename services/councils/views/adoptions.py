"""What answers show of adoption lines, and how rows become it."""

from datetime import datetime
from typing import Any

from services.councils.domain import adoptions, ledger
from services.councils.domain.ledger import History
from services.councils.models import Adoption
from services.councils.views.base import BASE
from shared.web.resources import Resource, View


class ReasonView(View):
    reason: str
    description: str


class ReasonsView(View):
    """The reasons for which a council may decline a deliverable."""

    items: list[ReasonView]


class EvidenceView(View):
    link: str | None = None
    text: str | None = None


class VariantView(View):
    """Where what a council made of a deliverable differs from what was released."""

    differs_in: list[str]
    link: str | None = None


class DatesView(View):
    """When a council adopts a deliverable, and from when on it uses it; null: not planned, or it has not."""

    adopt_on: str | None = None
    in_use_on: str | None = None


class AdoptionView(Resource):
    """How far one council has come with one deliverable, what it plans, and which states may follow.

    `lag_days` went by from the release until the council used it; a loosely given date counts from its last day.
    """

    council: str
    deliverable: str
    project: str
    release: str
    state: str
    since: str
    opened: str
    reason: str | None = None
    note: str | None = None
    variant: VariantView | None = None
    planned: DatesView
    actual: DatesView
    lag_days: int | None = None
    demonstration: bool
    may_become: list[str]
    changed_at: datetime


class MoveView(View):
    """One move of an adoption line, or (`correction_reason`) what puts right what was told of it."""

    from_state: str
    to_state: str
    reason: str | None = None
    note: str | None = None
    evidence: list[EvidenceView]
    variant: VariantView | None = None
    correction_reason: str | None = None
    effective: str
    recorded_at: datetime


class PlannedView(View):
    """A plan that a line had from a day on."""

    adopt_on: str | None = None
    in_use_on: str | None = None
    reason: str | None = None
    effective: str
    recorded_at: datetime


class AdoptionHistoryView(AdoptionView):
    """An adoption line with all its moves and plans, in the order in which they were told."""

    moves: list[MoveView]
    plans: list[PlannedView]


class PlanView(Resource):
    """By when a council means to adopt and to use a deliverable, when it did, and what it had planned before."""

    council: str
    deliverable: str
    state: str
    planned: DatesView
    actual: DatesView
    history: list[PlannedView]


class AdoptionMovedView(AdoptionView):
    """An adoption line that was moved; `warnings` tell what the council should know of what it takes up."""

    warnings: list[str]


def reasons() -> ReasonsView:
    told = adoptions.REASONS.items()
    return ReasonsView(items=[ReasonView(reason=reason, description=description) for reason, description in told])


def adoption(row: Adoption) -> AdoptionView:
    return AdoptionView(
        href=f"{BASE}/adoptions/{row.council}/{row.deliverable}",
        may_become=list(adoptions.FOLLOWS[row.state]),
        lag_days=ledger.lag(row.opened, row.used_on),
        **_dates(row),
        **row.model_dump(exclude={"last_event", "created_at"}),
    )


def adoption_moved(row: Adoption, warnings: list[str]) -> AdoptionMovedView:
    return AdoptionMovedView(**adoption(row).model_dump(), warnings=warnings)


def adoption_history(history: History) -> AdoptionHistoryView:
    moves = [MoveView.model_validate(move, from_attributes=True) for move in history.moves]
    return AdoptionHistoryView(**adoption(history.line).model_dump(), moves=moves, plans=_plans(history))


def adoption_plan(history: History) -> PlanView:
    line = history.line
    return PlanView(
        href=f"{BASE}/adoptions/{line.council}/{line.deliverable}/plan",
        version=line.version,
        council=line.council,
        deliverable=line.deliverable,
        state=line.state,
        history=_plans(history),
        **_dates(line),
    )


def _plans(history: History) -> list[PlannedView]:
    return [PlannedView.model_validate(plan, from_attributes=True) for plan in history.plans]


def _dates(row: Adoption) -> dict[str, Any]:
    return {
        "planned": DatesView(adopt_on=row.plan_adopt_on, in_use_on=row.plan_in_use_on),
        "actual": DatesView(adopt_on=row.adopted_on, in_use_on=row.used_on),
    }
