"""What answers show of councils and their codes, as at a day."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from services.councils.domain.councils import code_on
from services.councils.models import Council, CouncilCode, MembershipTold
from services.councils.views.base import BASE
from services.councils.views.memberships import PeriodView, periods
from shared.web.resources import Resource, View


class CodeView(View):
    """A GSS code of a council, with the dates it was live as far as they are known."""

    gss_code: str
    live: bool
    starts: str | None = Field(default=None, alias="from")
    ends: str | None = Field(default=None, alias="to")


class CouncilView(Resource):
    """A council. `asked_for` is the code it was asked by, and `retired` says whether that code is retired.

    `gss_code` is the live code, whatever day is asked for; `gss_code_then` is the one that it had on the day `as_at`,
    null where no source says which that was. `membership` is its latest period as a member by that day.
    """

    slug: str
    name: str
    gaelic_name: str | None = None
    statutory_name: str | None = None
    area_name: str | None = None
    gss_code: str
    code3: str | None = None
    former_gss_codes: list[str]
    codes: list[CodeView]
    population: int | None = None
    population_year: int | None = None
    website: str | None = None
    as_at: date
    gss_code_then: str | None = None
    membership: PeriodView | None = None
    asked_for: str | None = None
    retired: bool = False


def council(
    row: Council,
    codes: Sequence[CouncilCode],
    code3: str | None,
    history: Sequence[MembershipTold],
    day: date,
    *,
    asked_for: str | None = None,
) -> CouncilView:
    """Show a council with its codes, and its latest period as a member by a day if it ever was one."""
    live = next(code.gss_code for code in codes if code.live)
    then = code_on(codes, day)
    return CouncilView(
        href=f"{BASE}/councils/{row.slug}",
        gss_code=live,
        code3=code3,
        former_gss_codes=[code.gss_code for code in codes if not code.live],
        codes=[CodeView.model_validate(code, from_attributes=True) for code in codes],
        as_at=day,
        gss_code_then=then.gss_code if then else None,
        membership=next(reversed(periods(history, day)), None),
        asked_for=asked_for,
        retired=asked_for in {code.gss_code for code in codes if not code.live},
        **row.model_dump(exclude={"last_event", "created_at", "changed_at"}),
    )
