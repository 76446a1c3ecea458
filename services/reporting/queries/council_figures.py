"""The report on councils' own benefit figures at a moment: only of those that are public now.

This is the one place that reads them. Whom a figure is shown to is asked without a moment: what its council does not
show any more is not shown as it was either.
"""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.council_figures import CouncilBenefits, PublicFigure, by_type
from services.reporting.domain.moments import Moment
from services.reporting.queries import facts, projects
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report

PUBLIC = statement("""
    SELECT told.council, told.profile, told.period, told.stage, told.project, told.type, told.unit, told.value,
           told.effective_day
    FROM (SELECT DISTINCT ON (council, profile, period, stage) council, profile, period, stage, visibility
          FROM council_figure_visibility_fact ORDER BY council, profile, period, stage, sequence DESC) AS shown
    CROSS JOIN LATERAL (
      SELECT * FROM council_figure_fact AS fact
      WHERE (fact.council, fact.profile, fact.period, fact.stage)
          = (shown.council, shown.profile, shown.period, shown.stage) AND $then
      ORDER BY sequence DESC LIMIT 1) AS told
    WHERE shown.visibility = 'public' AND told.value IS NOT NULL""")


class CouncilBenefitsReport(Report):
    """Benefit figures that councils made public; the three groups are never added together, nor are types or units."""

    note: str = (
        "Only what councils made public is here. Types, units and stages are not added together, and neither are these "
        "figures and those of the whole programme."
    )
    partnership: list[CouncilBenefits]
    neighbouring: list[CouncilBenefits]
    demonstration: list[CouncilBenefits]


async def council_benefits(session: AsyncSession, moment: Moment) -> CouncilBenefitsReport:
    known = await projects.projects(session, moment, await facts.placement_facts(session, moment))
    figures = [PublicFigure(**row) for row in await found(session, PUBLIC, moment)]
    of = by_type(figures, known, await facts.council_names(session, moment), moment.as_at)
    return CouncilBenefitsReport(
        href=f"{BASE}/council-benefits",
        as_at=moment.as_at,
        known_at=moment.known_at,
        partnership=of["partnership"],
        neighbouring=of["neighbouring"],
        demonstration=of["demonstration"],
    )
