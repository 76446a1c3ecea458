"""Facts as they stood at a moment: what was true on a day, as it was known at a time."""

from collections.abc import Sequence
from string import Template
from typing import Any

from sqlalchemy import RowMapping, TextClause, text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain import membership, portfolios, programme
from services.reporting.domain.adoption import LineCount, Named
from services.reporting.domain.membership import Member
from services.reporting.domain.membership_history import MembershipFact
from services.reporting.domain.moments import Moment

_PARTS = {
    "then": "effective_day <= :day AND recorded_at <= :known",
    "latest": "ORDER BY effective_day DESC, recorded_at DESC, sequence DESC LIMIT 1",
    "first_the_latest": "effective_day DESC, recorded_at DESC, sequence DESC",
    "ordered": "effective_day, recorded_at, sequence",
    # from one to the next along the index: read so, the list takes as long as it is, not as the history is; and what
    # comes first of each is its newest fact, which is the one that holds unless it is later than the moment
    "every_deliverable": """WITH RECURSIVE one (deliverable, project, name, effective_day, recorded_at) AS (
        (SELECT deliverable, project, name, effective_day, recorded_at FROM deliverable_fact
         ORDER BY deliverable, effective_day DESC, recorded_at DESC, sequence DESC LIMIT 1)
        UNION ALL
        SELECT next.* FROM one CROSS JOIN LATERAL (
          SELECT deliverable, project, name, effective_day, recorded_at FROM deliverable_fact AS fact
          WHERE fact.deliverable > one.deliverable
          ORDER BY deliverable, effective_day DESC, recorded_at DESC, sequence DESC LIMIT 1) AS next)""",
    "one_then": "one.effective_day <= :day AND one.recorded_at <= :known",
}


def statement(sql: str) -> TextClause:
    """Return a query in which `$then` keeps to a moment, and `$latest` takes the fact that holds at it."""
    return text(Template(sql).substitute(_PARTS))


PHASES = statement(
    "SELECT phase, expected, effective, source, $ordered FROM programme_phase_fact WHERE recorded_at <= :known"
)
PORTFOLIOS = statement(
    "SELECT portfolio, opened, name, grouping, ends_day, source, $ordered FROM portfolio_fact WHERE $then"
)
PLACEMENTS = statement("SELECT project, portfolio, ends_day, $ordered FROM placement_fact WHERE recorded_at <= :known")
MEMBERSHIPS = statement(
    "SELECT council, coalesce(standing, CASE WHEN member THEN 'joined' ELSE 'left' END) AS standing, certainty, source,"
    " effective, corrects, reason, was_standing, was_effective, was_certainty, $ordered"
    " FROM membership_fact WHERE recorded_at <= :known"
)
COUNTS = statement(
    "SELECT report, councils, basis, source, effective, $ordered FROM membership_count_fact WHERE recorded_at <= :known"
)
COUNCILS = statement("""
    SELECT DISTINCT ON (council) council, name, gaelic_name FROM council_fact WHERE $then
    ORDER BY council, $first_the_latest""")
NAMES = statement("""
    $every_deliverable
    SELECT deliverable, name, project FROM one WHERE $one_then
    UNION ALL
    SELECT one.deliverable, named.name, named.project FROM one CROSS JOIN LATERAL (
      SELECT name, project FROM deliverable_fact AS fact
      WHERE fact.deliverable = one.deliverable AND $then $latest) AS named
    WHERE NOT ($one_then)""")
PROJECT_NAMES = statement("""
    SELECT one.project, named.name FROM project_fact AS one CROSS JOIN LATERAL (
      SELECT name FROM project_description_fact AS fact
      WHERE fact.project = one.project AND $then $latest) AS named""")
LINES = statement("""
    SELECT line.release, line.deliverable, shown.release IS NOT NULL AS demonstration, line.state, count(*) AS councils
    FROM (SELECT council, deliverable, release, state FROM adoption_line AS one WHERE $one_then
          UNION ALL
          SELECT one.council, one.deliverable, latest.release, latest.state FROM adoption_line AS one
          CROSS JOIN LATERAL (
            SELECT release, state FROM adoption_fact AS fact
            WHERE fact.council = one.council AND fact.deliverable = one.deliverable AND $then $latest) AS latest
          WHERE NOT ($one_then)) AS line
    LEFT JOIN (SELECT DISTINCT release FROM adoption_fact WHERE demonstration AND recorded_at <= :known) AS shown
      ON shown.release = line.release
    WHERE line.council <> ALL (CAST(:outside AS text[]))
      AND (CAST(:release AS text) IS NULL OR line.release = :release)
      AND EXISTS (SELECT FROM adoption_fact AS opening WHERE opening.demonstration IS NOT NULL
                  AND opening.council = line.council AND opening.deliverable = line.deliverable)
    GROUP BY line.release, line.deliverable, shown.release, line.state""")
# the newest fact of every line stands in a table of its own; only where that is later than the moment the history is
# asked, by one index lookup a line: what a line was is never read through


async def found(session: AsyncSession, query: TextClause, moment: Moment, **values: Any) -> Sequence[RowMapping]:
    """Return the rows of a query at a moment."""
    connection = await session.connection()
    answer = await connection.execute(query, {"day": moment.as_at, "known": moment.known} | values)
    return answer.mappings().all()


async def programme_phases(session: AsyncSession, moment: Moment) -> list[programme.PhaseFact]:
    return [programme.PhaseFact(**row) for row in await found(session, PHASES, moment)]


async def portfolio_facts(session: AsyncSession, moment: Moment) -> list[portfolios.PortfolioFact]:
    return [portfolios.PortfolioFact(**row) for row in await found(session, PORTFOLIOS, moment)]


async def placement_facts(session: AsyncSession, moment: Moment) -> list[portfolios.PlacementFact]:
    return [portfolios.PlacementFact(**row) for row in await found(session, PLACEMENTS, moment)]


async def membership_facts(session: AsyncSession, moment: Moment) -> list[MembershipFact]:
    return [MembershipFact(**row) for row in await found(session, MEMBERSHIPS, moment)]


async def count_facts(session: AsyncSession, moment: Moment) -> list[membership.CountFact]:
    return [membership.CountFact(**row) for row in await found(session, COUNTS, moment)]


async def members(session: AsyncSession, moment: Moment, joined: Sequence[MembershipFact]) -> list[Member]:
    """Return who was there with their names at the date, in the order of the alphabet."""
    names = {row["council"]: row for row in await found(session, COUNCILS, moment)}
    listed = [
        Member(
            council=fact.council,
            name=names[fact.council]["name"] if fact.council in names else fact.council,
            gaelic_name=names[fact.council]["gaelic_name"] if fact.council in names else None,
            standing=fact.standing,
            since=fact.effective,
            certainty=fact.certainty,
            source=fact.source,
        )
        for fact in joined
    ]
    return sorted(listed, key=lambda member: (member.name.casefold(), member.council))


async def council_names(session: AsyncSession, moment: Moment) -> dict[str, str]:
    return {row["council"]: row["name"] for row in await found(session, COUNCILS, moment)}


async def deliverable_names(session: AsyncSession, moment: Moment) -> dict[str, Named]:
    return {row["deliverable"]: Named(row["name"], row["project"]) for row in await found(session, NAMES, moment)}


async def project_names(session: AsyncSession, moment: Moment) -> dict[str, str]:
    return {row["project"]: row["name"] for row in await found(session, PROJECT_NAMES, moment)}


async def line_counts(
    session: AsyncSession, moment: Moment, *, outside: Sequence[str], release: str | None = None
) -> list[LineCount]:
    """Count the adoption lines by state, of all releases or one, but for those of councils that are `outside`."""
    rows = await found(session, LINES, moment, outside=list(outside), release=release)
    return [LineCount(**row) for row in rows]
