"""Releases as they stood at a moment, and their frozen reports."""

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping
from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.moments import Moment
from services.reporting.domain.releases import Closing, Facts, FrozenReport, ItemFact
from services.reporting.queries.facts import found, statement

RELEASES = statement("""
    SELECT one.release, one.number, one.demonstration, one.state AS announced_as, one.source,
           one.effective_day AS announced_day, coalesce(named.name, one.release) AS name, named.planned_for,
           closing.effective AS closed_on, closing.effective_day AS closed_day, closing.included, closing.carried_over,
           closing.carried_over_to, closing.manifest_sha256
    FROM release_fact AS one
    LEFT JOIN LATERAL (SELECT name, planned_for FROM release_description_fact AS fact
                       WHERE fact.release = one.release AND $then $latest) AS named ON true
    LEFT JOIN release_closing_fact AS closing ON closing.release = one.release
      AND closing.effective_day <= :day AND closing.recorded_at <= :known
    WHERE one.recorded_at <= :known AND (CAST(:release AS text) IS NULL OR one.release = :release)""")
ITEMS = statement("""
    SELECT release, deliverable, included, ready, carried_from, $ordered FROM release_item_fact
    WHERE $then AND (CAST(:release AS text) IS NULL OR release = :release)""")
FROZEN = statement(
    """SELECT content FROM release_report
       WHERE release = :release AND NOT void AND effective_day <= :day AND frozen_at <= :known"""
)


async def releases(session: AsyncSession, moment: Moment, release: str | None = None) -> list[Facts]:
    """Return what is known of every release, or of one."""
    items: dict[str, list[ItemFact]] = {}
    for row in await found(session, ITEMS, moment, release=release):
        values = dict(row)
        items.setdefault(values.pop("release"), []).append(ItemFact(**values))
    return [_facts(row, items) for row in await found(session, RELEASES, moment, release=release)]


def _facts(row: RowMapping, items: Mapping[str, Sequence[ItemFact]]) -> Facts:
    closing = None
    if row["closed_day"] is not None:
        closing = Closing(
            closed_on=row["closed_on"],
            day=row["closed_day"],
            included=row["included"],
            carried_over=row["carried_over"],
            carried_over_to=row["carried_over_to"],
            manifest_sha256=row["manifest_sha256"],
        )
    return Facts(
        release=row["release"],
        name=row["name"],
        number=row["number"],
        demonstration=row["demonstration"],
        announced_as=row["announced_as"],
        source=row["source"],
        planned_for=row["planned_for"],
        announced_day=row["announced_day"],
        closing=closing,
        items=items.get(row["release"], ()),
    )


async def frozen(session: AsyncSession, moment: Moment, release: str) -> FrozenReport | None:
    """Return the report that was frozen when the release closed, if it had closed and that was known."""
    rows = await found(session, FROZEN, moment, release=release)
    return FrozenReport(**rows[0]["content"]) if rows else None
