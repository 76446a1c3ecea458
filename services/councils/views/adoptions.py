"""What answers show of adoption lines, and how rows become it."""

from collections.abc import Sequence
from datetime import datetime

from services.councils.domain import adoptions
from services.councils.models import Adoption, AdoptionMove
from services.councils.views.base import BASE
from shared.web.resources import Resource, View


class AdoptionView(Resource):
    """How far one council has come with one deliverable, and which states may follow."""

    council: str
    deliverable: str
    project: str
    release: str
    state: str
    since: str
    opened: str
    reason: str | None = None
    note: str | None = None
    demonstration: bool
    may_become: list[str]
    changed_at: datetime


class MoveView(View):
    """One move of an adoption line."""

    from_state: str
    to_state: str
    reason: str | None = None
    note: str | None = None
    effective: str
    recorded_at: datetime


class AdoptionHistoryView(AdoptionView):
    """An adoption line with all its moves, oldest first."""

    moves: list[MoveView]


class AdoptionMovedView(AdoptionView):
    """An adoption line that was moved; `warnings` tell what the council should know of what it takes up."""

    warnings: list[str]


def adoption(row: Adoption) -> AdoptionView:
    return AdoptionView(
        href=f"{BASE}/adoptions/{row.council}/{row.deliverable}",
        may_become=list(adoptions.FOLLOWS[row.state]),
        **row.model_dump(exclude={"last_event", "created_at"}),
    )


def adoption_moved(row: Adoption, warnings: list[str]) -> AdoptionMovedView:
    return AdoptionMovedView(**adoption(row).model_dump(), warnings=warnings)


def adoption_history(row: Adoption, moves: Sequence[AdoptionMove]) -> AdoptionHistoryView:
    shown = [MoveView.model_validate(move, from_attributes=True) for move in moves]
    return AdoptionHistoryView(**adoption(row).model_dump(), moves=shown)
