"""Work requests, as answers show them: to the Office whole, to a council its own answer and counts of the others'."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from services.projects import models
from services.projects.domain import work_requests as rules
from services.projects.views.columns import BASE, columns
from shared.web.resources import Resource, View

TOO_FEW = "too few to show"


class AnswerView(View):
    council: str
    answer: str
    note: str | None = None
    by_day: date | None = None
    told_by: str
    effective: date
    recorded_at: datetime


class TermsView(View):
    """How pressing a request is and when it is due, from a day on, and why that changed."""

    priority: str
    due: date
    by_role: str
    reason: str | None = None
    effective: date
    recorded_at: datetime


class AnswerCounts(View):
    """How many councils answered what; to a council, without its own. Where `withheld` says why, nothing is shown."""

    councils: int
    accepted: int | None = None
    declined: int | None = None
    done: int | None = None
    not_answered: int | None = None
    withheld: str | None = None


class WorkRequestView(Resource):
    """A work request on a day. `answers` holds every council's to the Office, and to a council its own."""

    key: str
    project: str
    title: str
    text: str
    councils: list[str]
    by_role: str
    as_at: date
    asked_on: date
    recorded_at: datetime
    priority: str
    due: date
    state: rules.State
    overdue: bool
    answers: list[AnswerView]
    counts: AnswerCounts
    cancelled_on: date | None = None
    cancelled_by_role: str | None = None
    cancelled_reason: str | None = None


class WorkRequestHistoryView(WorkRequestView):
    """A work request with all terms it had until a day, the first ones first."""

    terms: list[TermsView]


def answer(row: models.WorkRequestAnswer) -> AnswerView:
    return AnswerView(**columns(row, without={"request", "number"}))


def terms(row: models.WorkRequestTerms) -> TermsView:
    return TermsView(**columns(row, without={"request", "number"}))


def work_request(
    row: models.WorkRequest,
    then: models.WorkRequestTerms,
    answers: Mapping[str, models.WorkRequestAnswer],
    *,
    day: date,
    own: str | None,
) -> WorkRequestView:
    """Show a request on a day to the Office (`own` None), or to a council."""
    cancelled = row.cancelled_on is not None and row.cancelled_on <= day
    now = rules.state(row.councils, {key: one.answer for key, one in answers.items()}, cancelled=cancelled)
    ending = set() if cancelled else {"cancelled_on", "cancelled_by_role", "cancelled_reason"}
    shown = [one for council, one in sorted(answers.items()) if own in {None, council}]
    return WorkRequestView(
        href=f"{BASE}/work-requests/{row.key}",
        as_at=day,
        recorded_at=row.created_at,
        priority=then.priority,
        due=then.due,
        state=now,
        overdue=rules.is_overdue(now, then.due, day),
        answers=[answer(one) for one in shown],
        counts=_counts(row.councils, answers, own),
        **columns(row, without=ending),
    )


def with_terms(view: WorkRequestView, rows: Sequence[models.WorkRequestTerms]) -> WorkRequestHistoryView:
    return WorkRequestHistoryView(**dict(view), terms=[terms(row) for row in rows])


def _counts(asked: Sequence[str], answers: Mapping[str, models.WorkRequestAnswer], own: str | None) -> AnswerCounts:
    others = [council for council in asked if council != own]
    if own is not None and len(others) < rules.MINIMUM_GROUP:
        return AnswerCounts(councils=len(others), withheld=TOO_FEW if others else None)
    told = [answers[council].answer for council in others if council in answers]
    return AnswerCounts(
        councils=len(others),
        accepted=told.count("accepted"),
        declined=told.count("declined"),
        done=told.count("done"),
        not_answered=len(others) - len(told),
    )
