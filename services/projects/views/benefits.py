"""Benefit profiles, as answers show them."""

from services.projects import models
from services.projects.views.columns import BASE, columns
from shared.web.resources import Resource


class BenefitView(Resource):
    key: str
    project: str
    statement: str
    type: str | None = None
    class_as_found: str | None = None
    amount_gbp: int | None = None
    basis: str | None = None
    source: str | None = None


def benefit(row: models.Benefit) -> BenefitView:
    return BenefitView(href=f"{BASE}/benefit-profiles/{row.key}", **columns(row))
