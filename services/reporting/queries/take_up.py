"""Adoption lines one by one at a moment, for figures of groups: what is read here is never shown by itself."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.moments import Moment
from services.reporting.domain.take_up import Line, Takings, takings
from services.reporting.queries.facts import found, statement

# of what was told of one day, the last that was told holds
LINES = statement("""
    WITH day AS (
      SELECT DISTINCT ON (council, deliverable, effective_day) council, deliverable, effective_day, state, reason
      FROM adoption_fact WHERE $then
      ORDER BY council, deliverable, effective_day DESC, recorded_at DESC, sequence DESC),
    history AS (
      SELECT council, deliverable,
             min(effective_day) FILTER (WHERE state IN ('adopting', 'embedded', 'in-use', 'adapted')) AS adopted_day,
             min(effective_day) FILTER (WHERE state IN ('in-use', 'adapted')) AS used_day,
             (array_agg(state ORDER BY effective_day DESC))[1] AS state,
             (array_agg(reason ORDER BY effective_day DESC))[1] AS reason
      FROM day GROUP BY council, deliverable),
    plan AS (
      SELECT DISTINCT ON (council, deliverable) council, deliverable, adopt_on, in_use_on
      FROM adoption_plan_fact WHERE $then
      ORDER BY council, deliverable, $first_the_latest)
    SELECT opening.council, opening.deliverable, opening.release, opening.demonstration,
           opening.effective_day AS opened_day, history.adopted_day, history.used_day, plan.adopt_on, plan.in_use_on,
           history.state, history.reason
    FROM adoption_fact AS opening
    JOIN history USING (council, deliverable) LEFT JOIN plan USING (council, deliverable)
    WHERE opening.demonstration IS NOT NULL AND opening.effective_day <= :day AND opening.recorded_at <= :known
      AND opening.council <> ALL (CAST(:outside AS text[]))""")


async def take_up(session: AsyncSession, moment: Moment, outside: Sequence[str]) -> dict[bool, Takings]:
    """Return how councils take up real releases (False), and those for demonstration (True)."""
    lines = [Line(**row) for row in await found(session, LINES, moment, outside=list(outside))]
    return {
        shown: takings((line for line in lines if line.demonstration is shown), moment.as_at) for shown in (False, True)
    }
