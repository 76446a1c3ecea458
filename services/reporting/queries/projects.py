"""Projects and their deliverables as they stood at a moment."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.moments import Moment
from services.reporting.domain.phases import Lifecycles, Phase, Project
from services.reporting.domain.portfolios import PlacementFact
from services.reporting.domain.programme import Benefit
from services.reporting.queries.facts import found, statement

PROJECTS = statement("""
    SELECT one.project, one.programme, one.demonstration, one.effective_day AS registered_day,
           coalesce(named.name, one.project) AS name, lasted.starts_day, lasted.ends_day,
           closing.effective_day AS closed_day, closing.outcome,
           stood.lifecycle, stood.lifecycle_number, stood.phase,
           (SELECT min(effective_day) FROM project_phase_fact AS fact
            WHERE fact.project = one.project AND recorded_at <= :known) AS seen_from
    FROM project_fact AS one
    LEFT JOIN LATERAL (SELECT name FROM project_description_fact AS fact
                       WHERE fact.project = one.project AND $then $latest) AS named ON true
    LEFT JOIN LATERAL (SELECT starts_day, ends_day FROM project_description_fact AS fact
                       WHERE fact.project = one.project AND recorded_at <= :known
                       ORDER BY recorded_at DESC, sequence DESC LIMIT 1) AS lasted ON true
    LEFT JOIN LATERAL (SELECT lifecycle, lifecycle_number, phase FROM project_phase_fact AS fact
                       WHERE fact.project = one.project AND $then $latest) AS stood ON true
    LEFT JOIN project_closing_fact AS closing ON closing.project = one.project
      AND closing.effective_day <= :day AND closing.recorded_at <= :known
    WHERE one.recorded_at <= :known AND (CAST(:project AS text) IS NULL OR one.project = :project)""")
# when a project began and ended is as it is known at that time, whenever it was told; what it is called has a day

LIFECYCLES = statement("SELECT lifecycle, number, phases FROM lifecycle_fact WHERE recorded_at <= :known")
STATES = statement("""
    $every_deliverable
    SELECT one.deliverable, registered.project, stood.state
    FROM one CROSS JOIN LATERAL (SELECT one.project WHERE one.recorded_at <= :known
                                 UNION ALL
                                 (SELECT project FROM deliverable_fact AS fact
                                  WHERE one.recorded_at > :known AND fact.deliverable = one.deliverable
                                    AND recorded_at <= :known LIMIT 1)) AS registered
    LEFT JOIN LATERAL (SELECT state FROM deliverable_state_fact AS fact
                       WHERE fact.deliverable = one.deliverable AND $then $latest) AS stood ON true""")
BENEFITS = statement("""
    SELECT DISTINCT ON (benefit) benefit, project, statement, type, amount_gbp, basis FROM benefit_fact WHERE $then
    ORDER BY benefit, $first_the_latest""")


async def projects(
    session: AsyncSession, moment: Moment, placements: Sequence[PlacementFact], project: str | None = None
) -> list[Project]:
    """Return every project on the register, or one; a placement shows a project at work as its phases do."""
    placed: dict[str, list[PlacementFact]] = {}
    for fact in placements:
        placed.setdefault(fact.project, []).append(fact)
    listed = []
    for row in await found(session, PROJECTS, moment, project=project):
        values = dict(row)
        seen = [fact.effective_day for fact in placed.get(row["project"], ())]
        values["seen_from"] = min([*seen, *([row["seen_from"]] if row["seen_from"] else [])], default=None)
        listed.append(Project(**values))
    return listed


async def lifecycles(session: AsyncSession, moment: Moment) -> Lifecycles:
    return {
        (row["lifecycle"], row["number"], phase["key"]): Phase(phase["name"], position)
        for row in await found(session, LIFECYCLES, moment)
        for position, phase in enumerate(row["phases"])
    }


async def deliverable_states(session: AsyncSession, moment: Moment) -> list[tuple[str, str | None]]:
    """Return the project and the state of every deliverable."""
    return [(row["project"], row["state"]) for row in await found(session, STATES, moment)]


async def benefits(session: AsyncSession, moment: Moment) -> list[Benefit]:
    """Return the benefits that have a figure, each by itself."""
    rows = await found(session, BENEFITS, moment)
    return [Benefit(**row) for row in rows if row["amount_gbp"] is not None]
