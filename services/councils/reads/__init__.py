"""Reading rows: what commands decide on, inside their transaction, and what queries show."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import views
from services.councils.domain.councils import as_code
from services.councils.models import (
    Client,
    ClientSecret,
    Council,
    CouncilCode,
    Membership,
    MembershipCount,
    MembershipPeriod,
    SigningKey,
)
from shared.errors import NotFoundError


async def get(session: AsyncSession, model: type[Any], key: Any, called: str) -> Any:
    """Return a row, or refuse by the name people use for it."""
    row = await session.get(model, key)
    if row is None:
        named = "/".join(map(str, key)) if isinstance(key, tuple) else key
        raise NotFoundError(f"There is no {called} '{named}'.")
    return row


async def slug_of(session: AsyncSession, asked: str) -> str:
    """Return the slug of a council that is named by its slug or by any code it has or had."""
    code = as_code(asked)
    if code is not None:
        owner = await session.get(CouncilCode, code)
        if owner is None:
            raise NotFoundError(f"No council has or had the code {code}.")
        return owner.council
    if await session.get(Council, asked) is None:
        raise NotFoundError(f"There is no council '{asked}'; ask by slug (glasgow) or GSS code (S12000049).")
    return asked


async def owners(session: AsyncSession, codes: Collection[str]) -> dict[str, str]:
    """Return which council has or had each of these codes, where one has."""
    rows = await session.exec(select(CouncilCode).where(col(CouncilCode.gss_code).in_(codes)))
    return {row.gss_code: row.council for row in rows}


async def codes(session: AsyncSession, slugs: Collection[str]) -> dict[str, list[CouncilCode]]:
    """Return the codes of these councils: former ones in the order they were live, then the live one."""
    found: dict[str, list[CouncilCode]] = defaultdict(list)
    query = select(CouncilCode).where(col(CouncilCode.council).in_(slugs)).order_by(col(CouncilCode.number))
    for row in await session.exec(query):
        found[row.council].append(row)
    return found


async def periods(session: AsyncSession, slugs: Collection[str] | None = None) -> dict[str, list[MembershipPeriod]]:
    """Return when these councils (all, if none are named) were members, in order."""
    found: dict[str, list[MembershipPeriod]] = defaultdict(list)
    query = select(MembershipPeriod).order_by(col(MembershipPeriod.council), col(MembershipPeriod.number))
    if slugs is not None:
        query = query.where(col(MembershipPeriod.council).in_(slugs))
    for row in await session.exec(query):
        found[row.council].append(row)
    return found


async def council(session: AsyncSession, row: Council, *, asked: str | None = None) -> views.CouncilView:
    """Return a council with its codes and membership; `asked` is how it was asked for."""
    return (await councils(session, [row], asked_for=as_code(asked) if asked else None))[0]


async def councils(
    session: AsyncSession, rows: Sequence[Council], *, asked_for: str | None = None
) -> list[views.CouncilView]:
    slugs = [row.slug for row in rows]
    of_codes, of_periods = await codes(session, slugs), await periods(session, slugs)
    return [views.council(row, of_codes[row.slug], of_periods[row.slug][-1:], asked_for=asked_for) for row in rows]


async def membership(session: AsyncSession, slug: str) -> views.MembershipView:
    row = await session.get(Membership, slug)
    if row is None:
        raise NotFoundError(f"The council '{slug}' never was a member.")
    return views.membership(row, (await periods(session, [slug]))[slug])


async def counts(session: AsyncSession) -> list[MembershipCount]:
    """Return all reported counts in the order they were listed."""
    return list(await session.exec(select(MembershipCount).order_by(col(MembershipCount.listed))))


async def secrets(session: AsyncSession, clients: Collection[str]) -> dict[str, list[ClientSecret]]:
    """Return what is kept of the secrets of these clients, oldest first."""
    found: dict[str, list[ClientSecret]] = defaultdict(list)
    query = select(ClientSecret).where(col(ClientSecret.client_id).in_(clients)).order_by(col(ClientSecret.issued_at))
    for row in await session.exec(query):
        found[row.client_id].append(row)
    return found


async def client(session: AsyncSession, row: Client, now: datetime) -> views.ClientView:
    return views.client(row, (await secrets(session, [row.client_id]))[row.client_id], now)


async def keys(session: AsyncSession) -> list[SigningKey]:
    """Return all signing keys, in the order they begin to sign."""
    return list(await session.exec(select(SigningKey).order_by(col(SigningKey.activates), col(SigningKey.kid))))
