"""What answers show of memberships as at a day, and of the counts that sources reported."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from services.councils.domain import counts, histories, memberships
from services.councils.models import Membership, MembershipCount, MembershipTold
from services.councils.views.base import BASE
from shared.web.resources import Page, Resource, View


class PeriodView(View):
    """When a council is or was there; `certain_from` is the first day on which it certainly was."""

    in_principle: str | None = None
    joined: str | None = None
    certainty: str
    certain_from: date
    source: str | None = None
    left: str | None = None


class MembershipView(Resource):
    """How a council stands on a day: in-principle, joined or left; not-known whether it was there yet; or none.

    `effective` is since when, as exactly as the source has it, and `certain_from` the first day on which it certainly
    was so; `recorded_at` is when that was told. `joined` and `left` are those of its latest period by that day.
    """

    council: str
    as_at: date
    standing: str
    effective: str | None = None
    certainty: str | None = None
    certain_from: date | None = None
    source: str | None = None
    recorded_at: datetime | None = None
    in_principle: str | None = None
    joined: str | None = None
    left: str | None = None
    earlier: list[PeriodView]


class ToldView(View):
    """Something told of a membership; a correction has a reason, and may take the place of another."""

    number: int
    standing: str
    effective: str | None = None
    certainty: str
    source: str | None = None
    corrects: int | None = None
    corrected_by: int | None = None
    reason: str | None = None
    recorded_at: datetime


class MembershipHistoryView(MembershipView):
    """How a council stands on a day, and all that was told of it, whatever day that is about."""

    history: list[ToldView]


class CountView(Resource):
    """How many councils were members, as a source says; `conflicts_with` names those that say otherwise."""

    key: str
    as_of: str
    precision: str
    councils: int
    basis: str
    source: str
    recorded_at: datetime
    conflicts_with: list[str]


class ReportedView(CountView):
    """The reported count in force at a date, and what else was reported for the same period."""

    beside: list[CountView]


class MembersPage(Page[MembershipView]):
    """Councils that were there at a date: members, and those in principle.

    Of councils in `not_known` nobody knows whether they were there yet.
    """

    as_at: date
    members: int
    in_principle: int
    not_known: list[str]
    reported: ReportedView | None = None


def periods(history: Sequence[MembershipTold], day: date) -> list[PeriodView]:
    """Return when a council was there, as far as that had certainly come by a day."""
    found: list[PeriodView] = []
    open_ = False
    for step in histories.steps(history):
        one = step.told
        if step.day > day:
            break
        if step.standing == "left":
            if open_:
                found[-1] = found[-1].model_copy(update={"left": one.effective or step.day.isoformat()})
            open_ = False
            continue
        joined = step.standing == "joined"
        period = PeriodView(
            in_principle=found[-1].in_principle if joined and open_ else None if joined else one.effective,
            joined=one.effective if joined else None,
            certainty=one.certainty,
            certain_from=step.day,
            source=one.source,
        )
        found[len(found) - open_ :] = [period]
        open_ = True
    return found


def membership(row: Membership, history: Sequence[MembershipTold], day: date) -> MembershipView:
    """Show how a council stood on a day, by all that is known now."""
    stands = memberships.stands(history, day)
    of_day = periods(history, day)
    latest = of_day[-1] if of_day and stands.by is not None else None
    by = stands.by.told if stands.by else None
    return MembershipView(
        href=f"{BASE}/memberships/{row.council}",
        version=row.version,
        council=row.council,
        as_at=day,
        standing=stands.standing,
        effective=by.effective if by else None,
        certainty=by.certainty if by else None,
        certain_from=stands.by.day if stands.by else None,
        source=by.source if by else None,
        recorded_at=by.recorded_at if by else None,
        in_principle=latest.in_principle if latest else None,
        joined=latest.joined if latest else None,
        left=latest.left if latest else None,
        earlier=of_day[:-1] if latest else of_day,
    )


def membership_history(row: Membership, history: Sequence[MembershipTold], day: date) -> MembershipHistoryView:
    by = {one.corrects: one.number for one in history if one.corrects is not None}
    return MembershipHistoryView(
        **membership(row, history, day).model_dump(),
        history=[
            ToldView(**one.model_dump(exclude={"council", "day"}), corrected_by=by.get(one.number)) for one in history
        ],
    )


def count(row: MembershipCount, every: Iterable[MembershipCount]) -> CountView:
    """Show a reported count beside those of `every` that say another number for the same time."""
    return CountView(
        href=f"{BASE}/memberships/counts/{row.key}",
        precision=counts.precision(row.as_of),
        recorded_at=row.created_at,
        conflicts_with=[other.key for other in counts.in_conflict(row, every)],
        **row.model_dump(include={"version", "key", "as_of", "councils", "basis", "source"}),
    )


def reported(found: counts.Reported, every: Sequence[MembershipCount]) -> ReportedView:
    return ReportedView(**count(found.in_force, every).model_dump(), beside=[count(row, every) for row in found.beside])
