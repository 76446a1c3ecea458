"""Reading who is in which family group when."""

from collections import defaultdict
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.domain import family_groups
from services.councils.models import FamilyGroupTold

Histories = dict[str, dict[str, list[FamilyGroupTold]]]
"""What was told, by group and council."""


async def of(session: AsyncSession, council: str, day: date) -> set[str]:
    """Return the keys of the family groups that a council (its slug) is in on a day, by all that is known now."""
    told = await session.exec(select(FamilyGroupTold).where(FamilyGroupTold.council == council))
    of_group: dict[str, list[FamilyGroupTold]] = defaultdict(list)
    for one in told:
        of_group[one.family_group].append(one)
    return {group for group, history in of_group.items() if family_groups.is_in(history, day)}


async def histories(session: AsyncSession, *groups: str) -> Histories:
    """Return what was told of these groups (all, if none is named), in the order it was told."""
    query = select(FamilyGroupTold).order_by(col(FamilyGroupTold.family_group), col(FamilyGroupTold.number))
    if groups:
        query = query.where(col(FamilyGroupTold.family_group).in_(groups))
    found: Histories = defaultdict(lambda: defaultdict(list))
    for one in await session.exec(query):
        found[one.family_group][one.council].append(one)
    return found
