"""What answers show of councils and their membership, and how rows become it."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from services.councils.models import Council, CouncilCode, Membership, MembershipCount, MembershipPeriod
from services.councils.views.base import BASE
from shared.web.resources import Page, Resource, View


class CodeView(View):
    """A GSS code of a council, with the dates it was live as far as they are known."""

    gss_code: str
    live: bool
    starts: str | None = Field(default=None, alias="from")
    ends: str | None = Field(default=None, alias="to")


class PeriodView(View):
    """When a council is or was a member; `certain_from` is the first day on which it certainly was."""

    joined: str | None = None
    certainty: str
    certain_from: date
    source: str | None = None
    left: str | None = None


class CouncilView(Resource):
    """A council. `asked_for` is the code it was asked by, and `retired` says whether that code is retired."""

    slug: str
    name: str
    gaelic_name: str | None = None
    statutory_name: str | None = None
    area_name: str | None = None
    gss_code: str
    former_gss_codes: list[str]
    codes: list[CodeView]
    population: int | None = None
    population_year: int | None = None
    website: str | None = None
    membership: PeriodView | None = None
    asked_for: str | None = None
    retired: bool = False


class MembershipView(Resource):
    """A council's membership: the period asked for (the latest, if no date was), and those before it."""

    council: str
    joined: str | None = None
    certainty: str
    certain_from: date
    source: str | None = None
    left: str | None = None
    earlier: list[PeriodView]


class CountView(Resource):
    """How many councils were members, as a source says."""

    key: str
    as_of: str
    councils: int
    basis: str
    source: str


class ReportedView(CountView):
    """The reported count in force at a date, and what else was reported for the same period."""

    beside: list[CountView]


class MembersPage(Page[MembershipView]):
    """Members at a date: those who certainly were. Of councils in `not_known` nobody knows whether they were yet."""

    as_at: date
    members: int
    not_known: list[str]
    reported: ReportedView | None = None


def council(
    row: Council, codes: Sequence[CouncilCode], latest: Sequence[MembershipPeriod], *, asked_for: str | None = None
) -> CouncilView:
    """Show a council with its codes, and its latest period as a member if it ever was one."""
    live = next(code.gss_code for code in codes if code.live)
    return CouncilView(
        href=f"{BASE}/councils/{row.slug}",
        gss_code=live,
        former_gss_codes=[code.gss_code for code in codes if not code.live],
        codes=[CodeView.model_validate(code, from_attributes=True) for code in codes],
        membership=period(latest[0]) if latest else None,
        asked_for=asked_for,
        retired=asked_for is not None and asked_for != live,
        **row.model_dump(exclude={"last_event", "created_at", "changed_at"}),
    )


def period(row: MembershipPeriod) -> PeriodView:
    return PeriodView(
        joined=row.joined,
        certainty=row.certainty,
        certain_from=row.certain_from,
        source=row.source,
        left=row.ended,
    )


def membership(row: Membership, periods: Sequence[MembershipPeriod]) -> MembershipView:
    """Show a membership by its last period of these, and those before it as earlier ones."""
    return MembershipView(
        href=f"{BASE}/memberships/{row.council}",
        version=row.version,
        council=row.council,
        earlier=[period(one) for one in periods[:-1]],
        **period(periods[-1]).model_dump(),
    )


def count(row: MembershipCount) -> CountView:
    return CountView.model_validate({"href": f"{BASE}/memberships/counts/{row.key}", **row.model_dump()})


def reported(in_force: MembershipCount, beside: Sequence[MembershipCount]) -> ReportedView:
    return ReportedView(**count(in_force).model_dump(), beside=[count(row) for row in beside])
