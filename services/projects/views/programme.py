"""The programme, portfolios and lifecycle templates, as answers show them."""

from datetime import datetime

from pydantic import Field

from services.projects import models
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
