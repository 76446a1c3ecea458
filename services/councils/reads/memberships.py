"""Reading what was told of memberships."""

from collections import defaultdict

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.models import MembershipTold


async def histories(session: AsyncSession, *slugs: str) -> dict[str, list[MembershipTold]]:
    """Return what was told of the membership of these councils (all, if none is named), in the order it was told."""
    query = select(MembershipTold).order_by(col(MembershipTold.council), col(MembershipTold.number))
    if slugs:
        query = query.where(col(MembershipTold.council).in_(slugs))
    found: dict[str, list[MembershipTold]] = defaultdict(list)
    for one in await session.exec(query):
        found[one.council].append(one)
    return found
