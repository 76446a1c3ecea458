"""The report on benefits at a moment."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.benefits import BenefitType, Profile, by_type
from services.reporting.domain.moments import Moment
from services.reporting.domain.phases import Project, kind
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report

PROFILES = statement("""
    SELECT one.benefit, one.project, one.statement, one.type, one.amount_gbp, one.basis, one.owner_role, one.measure,
           one.unit, one.attribution, baseline.value AS baseline, baseline.at AS baseline_at, target.value AS target,
           target.at AS target_at, done.period, done.value, done.by_role, done.effective_day, done.corrects,
           missing.due, missing.overdue
    FROM (SELECT DISTINCT ON (benefit) * FROM benefit_fact
          WHERE $then AND (CAST(:project AS text) IS NULL OR project = :project)
          ORDER BY benefit, $first_the_latest) AS one
    LEFT JOIN LATERAL (SELECT value, at FROM benefit_figure_fact AS fact
                       WHERE fact.benefit = one.benefit AND kind = 'baseline' AND $then $latest) AS baseline ON true
    LEFT JOIN LATERAL (SELECT value, at FROM benefit_figure_fact AS fact
                       WHERE fact.benefit = one.benefit AND kind = 'target' AND $then $latest) AS target ON true
    LEFT JOIN LATERAL (SELECT period, value, by_role, effective_day, corrects FROM benefit_measure_fact AS fact
                       WHERE fact.benefit = one.benefit AND $then
                       ORDER BY period DESC, $first_the_latest LIMIT 1) AS done ON true
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE NOT late) AS due, count(*) FILTER (WHERE late) AS overdue
      FROM (SELECT period, bool_or(overdue) AS late FROM benefit_due_fact AS fact
            WHERE fact.benefit = one.benefit AND $then GROUP BY period) AS asked
      WHERE NOT EXISTS (SELECT 1 FROM benefit_measure_fact AS fact
                        WHERE fact.benefit = one.benefit AND fact.period = asked.period AND $then)) AS missing""")


class BenefitsReport(Report):
    """Benefits type by type; neither types nor values are added together, and no figure is shared out to councils."""

    note: str = "Benefits are not added together: a cost avoided is not a saving, and neither is a number of users."
    partnership: list[BenefitType]
    neighbouring: list[BenefitType]
    demonstration: list[BenefitType]


async def benefits(session: AsyncSession, moment: Moment, known: Sequence[Project]) -> BenefitsReport:
    of = by_type([Profile(**row) for row in await found(session, PROFILES, moment, project=None)], known, moment.as_at)
    return BenefitsReport(
        href=f"{BASE}/benefits",
        as_at=moment.as_at,
        known_at=moment.known_at,
        partnership=of["partnership"],
        neighbouring=of["neighbouring"],
        demonstration=of["demonstration"],
    )


async def of_one(session: AsyncSession, moment: Moment, project: Project) -> list[BenefitType]:
    """Return the benefits of one project, type by type."""
    profiles = [Profile(**row) for row in await found(session, PROFILES, moment, project=project.project)]
    return by_type(profiles, [project], moment.as_at)[kind(project)]
