"""The programme, portfolios and lifecycle templates, as answers show them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from pydantic import Field

from services.projects import models
from services.projects.domain.moves import Prospect
from services.projects.views.columns import BASE, columns
from shared.web.resources import Resource, View


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


class ProspectView(View):
    """What a move does to one project: it moves, stays as it is, or cannot move for the reason given."""

    project: str
    outcome: str
    from_number: int | None = None
    from_phase: str | None = None
    to_phase: str | None = None
    why: str | None = None


class MoveView(View):
    """What a move to a version of a template did, or would do (`dry_run`), to each project."""

    lifecycle: str
    to_number: int
    effective: date
    dry_run: bool
    moves: int
    projects: list[ProspectView]


def portfolio(row: models.Portfolio) -> PortfolioView:
    return PortfolioView(href=f"{BASE}/portfolios/{row.key}", **columns(row))


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


def move(
    row: models.Lifecycle,
    target: models.LifecycleVersion,
    prospects: Sequence[Prospect],
    *,
    effective: date,
    dry_run: bool,
) -> MoveView:
    return MoveView(
        lifecycle=row.key,
        to_number=target.number,
        effective=effective,
        dry_run=dry_run,
        moves=sum(one.outcome == "moves" for one in prospects),
        projects=[ProspectView(**asdict(one)) for one in prospects],
    )
