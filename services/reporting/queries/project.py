"""The report on one project at a moment: everything that was told of it, in one place."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain import projects as domain
from services.reporting.domain.benefits import BenefitType
from services.reporting.domain.confidence import ProjectConfidence
from services.reporting.domain.decisions import Decision
from services.reporting.domain.moments import Moment
from services.reporting.domain.phases import Kind, Project, Stage, kind, stage
from services.reporting.domain.projects import DeliverableOfProject, EntryFact, PlaceFact
from services.reporting.domain.work_requests import WorkRequestCounts
from services.reporting.queries import benefits, confidence, decisions, facts, projects, work_requests
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report
from shared.errors import NotFoundError

ABOUT = statement("""
    SELECT one.people, named.summary, named.lifecycle, named.lifecycle_number, lasted.starts, lasted.ends
    FROM project_fact AS one
    LEFT JOIN LATERAL (SELECT summary, lifecycle, lifecycle_number FROM project_description_fact AS fact
                       WHERE fact.project = one.project AND $then $latest) AS named ON true
    LEFT JOIN LATERAL (SELECT starts, ends FROM project_description_fact AS fact
                       WHERE fact.project = one.project AND recorded_at <= :known
                       ORDER BY recorded_at DESC, sequence DESC LIMIT 1) AS lasted ON true
    WHERE one.project = :project""")
PLACES = statement("""
    SELECT portfolio, effective, ends, ends_day, reading_of_ours, $ordered
    FROM placement_fact WHERE project = :project AND $then""")
ENTRIES = statement("""
    SELECT lifecycle, lifecycle_number, phase, effective, effective_day
    FROM project_phase_fact WHERE project = :project AND $then ORDER BY $ordered""")
DELIVERABLES = statement("""
    SELECT one.deliverable, coalesce(named.name, one.deliverable) AS name, stood.state, stood.effective AS since,
           version.version, version.effective AS version_since, version.link, successor, stood.reason
    FROM (SELECT DISTINCT deliverable FROM deliverable_fact
          WHERE project = :project AND recorded_at <= :known) AS one
    LEFT JOIN LATERAL (SELECT name FROM deliverable_fact AS fact
                       WHERE fact.deliverable = one.deliverable AND $then $latest) AS named ON true
    LEFT JOIN LATERAL (SELECT state, effective, reason, successor FROM deliverable_state_fact AS fact
                       WHERE fact.deliverable = one.deliverable AND $then $latest) AS stood ON true
    LEFT JOIN LATERAL (SELECT version, effective, link FROM deliverable_version_fact AS fact
                       WHERE fact.deliverable = one.deliverable AND $then $latest) AS version ON true
    ORDER BY lower(named.name), one.deliverable""")
CALLS = statement("""
    SELECT one.call, one.title, one.deadline, over.cause
    FROM (SELECT DISTINCT ON (call) call, project, title, deadline FROM call_fact WHERE project = :project AND $then
          ORDER BY call, $first_the_latest) AS one
    LEFT JOIN LATERAL (SELECT cause FROM call_closing_fact AS fact
                       WHERE fact.call = one.call AND $then $latest) AS over ON true
    ORDER BY one.deadline, one.call""")


class ProjectReport(Report):
    """One project: what it is, its places, phases and gates, its confidence, and what it hands over.

    `starts` and `ends` are dates as their sources give them; null is not recorded.
    """

    project: str
    name: str
    summary: str | None
    kind: Kind
    demonstration: bool
    stage: Stage
    outcome: str | None
    starts: str | None
    ends: str | None
    lifecycle: str | None
    lifecycle_number: int | None
    people: domain.People
    places: list[domain.Place]
    phases: list[domain.PhaseOfProject]
    gates: list[Decision]
    confidence: ProjectConfidence
    deliverables: list[DeliverableOfProject]
    benefits: list[BenefitType]
    calls: list[domain.CallOfProject]
    work_requests: WorkRequestCounts


async def project(session: AsyncSession, moment: Moment, key: str) -> ProjectReport:
    """Return what was true of a project, or refuse if none is known by that key."""
    placements = [fact for fact in await facts.placement_facts(session, moment) if fact.project == key]
    known = await projects.projects(session, moment, placements, key)
    if not known:
        raise NotFoundError(f"There is no project '{key}'.")
    one = known[0]
    stands = stage(one, moment.as_at)
    (about,) = await found(session, ABOUT, moment, project=key)
    follows = _follows(one, about["lifecycle"], about["lifecycle_number"])
    phases = await _phases(session, moment, key, follows)
    return ProjectReport(
        href=f"{BASE}/projects/{key}",
        as_at=moment.as_at,
        known_at=moment.known_at,
        project=key,
        name=one.name,
        summary=about["summary"],
        kind=kind(one),
        demonstration=one.demonstration,
        stage=stands,
        outcome=one.outcome if stands == "ended" else None,
        starts=about["starts"],
        ends=_ended(one, about["ends"]) if stands == "ended" else None,
        lifecycle=follows[0] if follows else None,
        lifecycle_number=follows[1] if follows else None,
        people=domain.people(about["people"], await facts.council_names(session, moment)),
        places=await _places(session, moment, key),
        phases=phases,
        gates=await decisions.decisions(session, moment, key, {phase.phase: phase.name for phase in phases}),
        confidence=await confidence.of_one(session, moment, one),
        deliverables=await _deliverables(session, moment, key),
        benefits=await benefits.of_one(session, moment, one),
        calls=[domain.call(**row) for row in await found(session, CALLS, moment, project=key)],
        work_requests=await work_requests.of_one(session, moment, one),
    )


async def _places(session: AsyncSession, moment: Moment, key: str) -> list[domain.Place]:
    told = [PlaceFact(**row) for row in await found(session, PLACES, moment, project=key)]
    return domain.places(told, await facts.portfolio_facts(session, moment), moment.as_at)


async def _phases(
    session: AsyncSession, moment: Moment, key: str, follows: tuple[str, int] | None
) -> list[domain.PhaseOfProject]:
    entries = [EntryFact(**row) for row in await found(session, ENTRIES, moment, project=key)]
    plan = await decisions.planned(session, moment, key)
    return domain.phases(entries, follows, await projects.lifecycles(session, moment), plan)


async def _deliverables(session: AsyncSession, moment: Moment, key: str) -> list[DeliverableOfProject]:
    rows = await found(session, DELIVERABLES, moment, project=key)
    names = await facts.deliverable_names(session, moment) if any(row["successor"] for row in rows) else {}
    return [
        DeliverableOfProject(**row, successor_name=names[row["successor"]].name if row["successor"] in names else None)
        for row in rows
    ]


def _follows(project: Project, lifecycle: str | None, number: int | None) -> tuple[str, int] | None:
    """Return the template version that the project follows: that of its phase, else the one it was registered with."""
    if project.lifecycle and project.lifecycle_number:
        return project.lifecycle, project.lifecycle_number
    return (lifecycle, number) if lifecycle and number else None


def _ended(project: Project, told: str | None) -> str | None:
    return project.closed_day.isoformat() if project.closed_day else told
