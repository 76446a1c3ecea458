"""The reports on deliverables and on what has ended, at a moment."""

from itertools import groupby
from operator import attrgetter

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain import deliverables as domain
from services.reporting.domain.adoption import MINIMUM_GROUP, Named
from services.reporting.domain.deliverables import Asked, DeliverableGroup, StateFact, VersionFact, Withdrawal
from services.reporting.domain.moments import Moment
from services.reporting.queries import facts
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report

PROJECTS = statement("SELECT project, programme, demonstration FROM project_fact WHERE recorded_at <= :known")
# the last two of each, by an index lookup each: what is withdrawn may have been superseded before
STATES = statement("""
    $every_deliverable
    SELECT one.deliverable, stood.state, stood.since, stood.successor, stood.reason, stood.acknowledge_by
    FROM one CROSS JOIN LATERAL (
      SELECT state, effective AS since, successor, reason, acknowledge_by, effective_day, recorded_at, sequence
      FROM deliverable_state_fact AS fact WHERE fact.deliverable = one.deliverable AND $then
      ORDER BY $first_the_latest LIMIT 2) AS stood
    ORDER BY one.deliverable, stood.effective_day DESC, stood.recorded_at DESC, stood.sequence DESC""")
VERSIONS = statement("""
    SELECT DISTINCT ON (deliverable) deliverable, version, coalesce(effective, effective_day::text) AS published, link,
           sha256, count(*) OVER (PARTITION BY deliverable) AS versions
    FROM deliverable_version_fact WHERE $then ORDER BY deliverable, $first_the_latest""")
# what a council was asked last about an end counts: one that gave up and took up again was asked anew
ASKED = statement("""
    SELECT DISTINCT ON (deliverable, council, ended_as) deliverable, ended_as, acknowledged, lapsed, level
    FROM (SELECT deliverable, council, number, max(ended_as) AS ended_as,
                 bool_or(step = 'acknowledged') AS acknowledged, bool_or(step = 'lapsed') AS lapsed,
                 (array_agg(level ORDER BY $first_the_latest) FILTER (WHERE step = 'raised'))[1] AS level
          FROM acknowledgement_fact WHERE $then GROUP BY deliverable, council, number) AS told
    WHERE ended_as IS NOT NULL
    ORDER BY deliverable, council, ended_as, number DESC""")


class DeliverablesReport(Report):
    """Every deliverable, with its state, its latest version and what took its place; the groups are never added."""

    partnership: DeliverableGroup
    neighbouring: DeliverableGroup
    demonstration: DeliverableGroup


class WithdrawalsReport(Report):
    """What was superseded or withdrawn, and how many of those who had adopted it have acknowledged that.

    Councils are only counted, and not even that where fewer than `minimum_group` were asked.
    """

    minimum_group: int = MINIMUM_GROUP
    partnership: list[Withdrawal]
    neighbouring: list[Withdrawal]
    demonstration: list[Withdrawal]


async def deliverables(session: AsyncSession, moment: Moment) -> DeliverablesReport:
    """Report on every deliverable."""
    names, projects = await facts.deliverable_names(session, moment), await _projects(session, moment)
    states = await _states(session, moment)
    versions = {row["deliverable"]: dict(row) for row in await found(session, VERSIONS, moment)}
    latest = {key: VersionFact(**{k: v for k, v in row.items() if k != "deliverable"}) for key, row in versions.items()}
    listed = [
        domain.deliverable(key, named, states[key][0] if key in states else None, latest.get(key), names)
        for key, named in names.items()
    ]
    of = {
        which: domain.group(one for one in listed if domain.kind(one.project, projects) == which)
        for which in ("partnership", "neighbouring", "demonstration")
    }
    return DeliverablesReport(href=f"{BASE}/deliverables", as_at=moment.as_at, known_at=moment.known_at, **of)


async def withdrawals(session: AsyncSession, moment: Moment) -> WithdrawalsReport:
    """Report on what has ended, by name."""
    names, projects = await facts.deliverable_names(session, moment), await _projects(session, moment)
    asked: dict[tuple[str, str], list[Asked]] = {}
    for row in await found(session, ASKED, moment):
        one = Asked(**row)
        asked.setdefault((one.deliverable, one.ended_as), []).append(one)
    listed = [
        domain.withdrawal(end, _named(names, key), asked.get((key, end.state), ()), names, moment.as_at)
        for key, states in (await _states(session, moment)).items()
        for end in domain.ends(states)
    ]
    listed.sort(key=lambda one: (one.name.casefold(), one.deliverable, one.state))
    of = {
        which: [one for one in listed if domain.kind(one.project, projects) == which]
        for which in ("partnership", "neighbouring", "demonstration")
    }
    return WithdrawalsReport(href=f"{BASE}/withdrawals", as_at=moment.as_at, known_at=moment.known_at, **of)


async def _projects(session: AsyncSession, moment: Moment) -> dict[str, tuple[str, bool]]:
    rows = await found(session, PROJECTS, moment)
    return {row["project"]: (row["programme"], row["demonstration"]) for row in rows}


async def _states(session: AsyncSession, moment: Moment) -> dict[str, list[StateFact]]:
    """Return the last two states of every deliverable that was in any, the latest first."""
    rows = [StateFact(**row) for row in await found(session, STATES, moment)]
    return {key: list(some) for key, some in groupby(rows, key=attrgetter("deliverable"))}


def _named(names: dict[str, Named], key: str) -> Named:
    return names.get(key) or Named(key, "")
