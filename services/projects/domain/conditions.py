"""Conditions of gate decisions: what state each is in on a day, and how it is settled."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from services.projects.domain.roles import Role
from services.projects.models import GateCondition
from shared.errors import ConflictError, refuse_field
from shared.events.projects import (
    ProjectGateConditionMet,
    ProjectGateConditionOverdue,
    ProjectGateConditionWaived,
)

State = Literal["open", "met", "waived", "overdue"]

OVERDUE = "gate-condition-overdue"
"""The kind of timer that waits for the end of the day on which a condition is due."""


def state(row: GateCondition, day: date) -> State:
    """Return the state of a condition on a day, which must not lie before the decision that set it."""
    if row.settlement is not None and row.settled_on is not None and row.settled_on <= day:
        return "met" if row.settlement == "met" else "waived"
    return "overdue" if row.due < day else "open"


def unsettled(rows: Iterable[GateCondition], day: date) -> list[GateCondition]:
    """Return what is still to be done on a day, the most urgent first."""
    return sorted((row for row in rows if state(row, day) in {"open", "overdue"}), key=lambda row: (row.due, row.id))


def meet(
    row: GateCondition,
    *,
    by_role: Role,
    on: date,
    evidence: Iterable[str],
    evidence_deliverables: Iterable[str],
    note: str | None,
    today: date,
) -> ProjectGateConditionMet:
    """Say that a condition is met and by what that is seen, or refuse."""
    _refuse_settled(row)
    _refuse_dates(row, on, today)
    links, keys = tuple(evidence), tuple(evidence_deliverables)
    if not links and not keys:
        message = (
            "give a link, or a deliverable in 'evidence_deliverables', by which it is seen that the condition is met"
        )
        refuse_field("evidence", "evidence-missing", message)
    return ProjectGateConditionMet(
        **_told(row), by_role=by_role, evidence=links, evidence_deliverables=keys, note=note, effective=on.isoformat()
    )


def waive(row: GateCondition, *, by_role: Role, on: date, reason: str, today: date) -> ProjectGateConditionWaived:
    """Let a project off a condition, or refuse."""
    _refuse_settled(row)
    _refuse_dates(row, on, today)
    return ProjectGateConditionWaived(**_told(row), by_role=by_role, reason=reason, effective=on.isoformat())


def fall_overdue(row: GateCondition) -> ProjectGateConditionOverdue | None:
    """Say that the day on which a condition was due is over; nothing if it was settled."""
    if row.settlement is not None:
        return None
    return ProjectGateConditionOverdue(**_told(row), effective=overdue_from(row.due).isoformat())


def overdue_from(due: date) -> date:
    """Return the first day on which something is overdue."""
    return due + timedelta(days=1)


def _told(row: GateCondition) -> dict[str, str]:
    return {
        "project": row.project,
        "decision": str(row.decision),
        "condition": row.id,
        "text": row.text,
        "owner_role": row.owner_role,
        "due": row.due.isoformat(),
    }


def _refuse_settled(row: GateCondition) -> None:
    if row.settlement is not None:
        raise ConflictError(
            f"The condition is {row.settlement} already, since {row.settled_on}: by {row.settled_by_role}.",
            code="settled-already",
        )


def _refuse_dates(row: GateCondition, on: date, today: date) -> None:
    if on > today:
        refuse_field("on", "date-in-the-future", f"{on} has not come yet; tell it when it has happened")
    if on < row.effective:
        refuse_field(
            "on", "dates-out-of-order", f"{on} lies before the decision that set the condition, {row.effective}"
        )
