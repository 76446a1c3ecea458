"""Reading what was told of roles, and the contacts of those who hold them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads
from services.councils.domain.roles import PROGRAMME
from services.councils.models import Contact, Disclosure, HeldRole, RoleTold


async def place(session: AsyncSession, asked: str) -> str:
    """Return the slug of a council that is named by slug or code; or `programme`, for the whole programme's roles."""
    return PROGRAMME if asked == PROGRAMME else await reads.slug_of(session, asked)


async def told(session: AsyncSession, key: str) -> list[RoleTold]:
    """Return all that was ever told of a role, in the order of the telling."""
    return list(await session.exec(select(RoleTold).where(RoleTold.key == key).order_by(col(RoleTold.number))))


async def told_of(session: AsyncSession, person: str) -> dict[str, list[RoleTold]]:
    """Return all that was told of every role that a person was ever named for, by the role's key."""
    named = select(RoleTold.key).where((col(RoleTold.holder) == person) | (col(RoleTold.deputy) == person))
    query = select(RoleTold).where(col(RoleTold.key).in_(named)).order_by(col(RoleTold.key), col(RoleTold.number))
    found: dict[str, list[RoleTold]] = defaultdict(list)
    for fact in await session.exec(query):
        found[fact.key].append(fact)
    return found


async def in_force(session: AsyncSession, day: date, council: str | None) -> dict[str, RoleTold]:
    """Return what holds on a day of each role, by its key; of one council, or of all."""
    query = (
        select(RoleTold)
        .where(col(RoleTold.effective) <= day)
        .ext(distinct_on(col(RoleTold.key)))
        .order_by(col(RoleTold.key), col(RoleTold.effective).desc(), col(RoleTold.number).desc())
    )
    if council is not None:
        query = query.join(HeldRole, col(HeldRole.key) == col(RoleTold.key)).where(HeldRole.council == council)
    return {fact.key: fact for fact in await session.exec(query)}


async def contacts(session: AsyncSession, people: Collection[str]) -> dict[str, Contact]:
    """Return the contacts of some people, held as they are until the transaction ends: none is erased meanwhile.

    Erasure locks a contact before it reads whom it was shown to: it waits here, and then finds what was written down.
    """
    query = select(Contact).where(col(Contact.person).in_(people)).order_by(col(Contact.person))
    found = await session.exec(query.with_for_update(read=True).execution_options(populate_existing=True))
    return {row.person: row for row in found}


async def disclosures(session: AsyncSession, people: Collection[str]) -> dict[str, list[Disclosure]]:
    """Return to whom what of some people was shown, oldest first."""
    query = select(Disclosure).where(col(Disclosure.person).in_(people)).order_by(col(Disclosure.id))
    found: dict[str, list[Disclosure]] = defaultdict(list)
    for one in await session.exec(query):
        found[one.person].append(one)
    return found
