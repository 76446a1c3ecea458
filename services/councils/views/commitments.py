"""What answers show of capacity and of answers to calls, and how rows become it."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from services.councils.models import CallAnswerTold, CapacityTold
from services.councils.views.base import BASE
from shared.web.resources import Resource, View


class RoleDaysView(View):
    role: str
    days: float


class CapacityView(Resource):
    """What a council has to give in a month, by role; version 0: it has not said."""

    council: str
    month: str
    given: list[RoleDaysView]
    effective: date | None = None
    recorded_at: datetime | None = None


class GivenView(Resource):
    """What a council has to give, in the months that were told at once; `version` counts those that changed."""

    council: str
    months: list[CapacityView]


class CommitmentView(View):
    role: str
    days_per_month: float
    starts: date = Field(alias="from")
    ends: date = Field(alias="to")


class AnswerView(Resource):
    """What a council answered to a call, and all that it commits."""

    call: str
    council: str
    answer: str
    commitments: list[CommitmentView]
    reason: str | None = None
    effective: date
    recorded_at: datetime


class AnswerHistoryView(AnswerView):
    """An answer with all that was said before, oldest first."""

    history: list[AnswerView]


def not_told(council: str, month: str) -> CapacityView:
    return CapacityView(href=_month(council, month), version=0, council=council, month=month, given=[])


def capacity(row: CapacityTold) -> CapacityView:
    return CapacityView(
        href=_month(row.council, row.month),
        version=row.number,
        council=row.council,
        month=row.month,
        given=[RoleDaysView.model_validate(one) for one in row.given],
        effective=row.effective,
        recorded_at=row.recorded_at,
    )


def given(council: str, months: list[CapacityView], changed: int) -> GivenView:
    return GivenView(
        href=f"{BASE}/commitments/capacity?council={council}", version=changed, council=council, months=months
    )


def answer(row: CallAnswerTold) -> AnswerView:
    return AnswerView(
        href=f"{BASE}/commitments/answers/{row.call}/{row.council}",
        version=row.number,
        call=row.call,
        council=row.council,
        answer=row.answer,
        commitments=[CommitmentView.model_validate(one) for one in row.commitments],
        reason=row.reason,
        effective=row.effective,
        recorded_at=row.recorded_at,
    )


def answer_history(told: Sequence[CallAnswerTold]) -> AnswerHistoryView:
    every = [answer(row) for row in told]
    return AnswerHistoryView(**every[-1].model_dump(), history=every)


def _month(council: str, month: str) -> str:
    return f"{BASE}/commitments/capacity/{council}/{month}"
