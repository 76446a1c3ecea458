"""The report on roles in councils at a moment: how many lack a holder or a deputy."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.adoption import MINIMUM_GROUP
from services.reporting.domain.moments import Moment
from services.reporting.domain.roles import ENDING_WITHIN_DAYS, TOO_FEW, Held, RoleGaps, gaps
from services.reporting.queries import facts
from services.reporting.queries.facts import found, statement
from services.reporting.queries.shapes import BASE, Report

HELD = statement("""
    SELECT DISTINCT ON (council, role) council, role, holder, deputy, ends FROM held_role_fact WHERE $then
    ORDER BY council, role, $first_the_latest""")


class RolesReport(Report):
    """Roles without a holder or a deputy, over all councils in the register; no council and no person is named."""

    minimum_group: int = MINIMUM_GROUP
    ending_within_days: int = ENDING_WITHIN_DAYS
    councils: int
    roles: list[RoleGaps]
    withheld: str | None


async def roles(session: AsyncSession, moment: Moment) -> RolesReport:
    councils = await facts.council_names(session, moment)
    told = [Held(**row) for row in await found(session, HELD, moment)]
    counted = gaps(councils, told, moment.as_at)
    return RolesReport(
        href=f"{BASE}/roles",
        as_at=moment.as_at,
        known_at=moment.known_at,
        councils=len(councils),
        roles=counted or [],
        withheld=TOO_FEW if counted is None else None,
    )
