"""Reading rows: what commands decide on, inside their transaction, and what queries show."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import views
from services.councils.domain.councils import as_code, as_short_code
from services.councils.models import (
    Council,
    CouncilCode,
    CouncilShortCode,
    MembershipCount,
    SigningKey,
)
from services.councils.reads import family_groups as family_groups
from services.councils.reads import memberships as memberships
from shared.errors import NotFoundError


async def get(session: AsyncSession, model: type[Any], key: Any, called: str) -> Any:
    """Return a row, or refuse by the name people use for it."""
    row = await session.get(model, key)
    if row is None:
        named = "/".join(map(str, key)) if isinstance(key, tuple) else key
        raise NotFoundError(f"There is no {called} '{named}'.")
    return row


async def slug_of(session: AsyncSession, asked: str) -> str:
    """Return the slug of a council that is named by its slug, its three letters, or any code it has or had."""
    code = as_code(asked)
    if code is not None:
        owner = await session.get(CouncilCode, code)
        if owner is None:
            raise NotFoundError(f"No council has or had the code {code}.")
        return owner.council
    if await session.get(Council, asked) is not None:
        return asked
    short = as_short_code(asked)
    called = await session.get(CouncilShortCode, short) if short is not None else None
    if called is None:
        raise NotFoundError(
            f"There is no council '{asked}'; ask by slug (glasgow), GSS code (S12000049) or three letters (GLG)."
        )
    return called.council


async def owners(session: AsyncSession, codes: Collection[str]) -> dict[str, str]:
    """Return which council has or had each of these codes, where one has."""
    rows = await session.exec(select(CouncilCode).where(col(CouncilCode.gss_code).in_(codes)))
    return {row.gss_code: row.council for row in rows}


async def called(session: AsyncSession, code3: str) -> str | None:
    """Return the council that answers to three letters: by its code, or since that is its slug."""
    row = await session.get(CouncilShortCode, code3)
    if row is not None:
        return row.council
    return code3.lower() if await session.get(Council, code3.lower()) is not None else None


async def short_codes(session: AsyncSession, slugs: Collection[str]) -> dict[str, str]:
    """Return the three-letter codes of these councils, where they have one."""
    rows = await session.exec(select(CouncilShortCode).where(col(CouncilShortCode.council).in_(slugs)))
    return {row.council: row.code3 for row in rows}


async def codes(session: AsyncSession, slugs: Collection[str]) -> dict[str, list[CouncilCode]]:
    """Return the codes of these councils: former ones in the order they were live, then the live one."""
    found: dict[str, list[CouncilCode]] = defaultdict(list)
    query = select(CouncilCode).where(col(CouncilCode.council).in_(slugs)).order_by(col(CouncilCode.number))
    for row in await session.exec(query):
        found[row.council].append(row)
    return found


async def council(session: AsyncSession, row: Council, day: date, *, asked: str | None = None) -> views.CouncilView:
    """Return a council with its codes and membership on a day; `asked` is how it was asked for."""
    asked_for = asked.upper() if asked is not None and asked != row.slug else None
    return (await councils(session, [row], day, asked_for=asked_for))[0]


async def councils(
    session: AsyncSession, rows: Sequence[Council], day: date, *, asked_for: str | None = None
) -> list[views.CouncilView]:
    slugs = [row.slug for row in rows]
    of_codes, called = await codes(session, slugs), await short_codes(session, slugs)
    told = await memberships.histories(session, *slugs) if slugs else {}
    return [
        views.council(row, of_codes[row.slug], called.get(row.slug), told.get(row.slug, ()), day, asked_for=asked_for)
        for row in rows
    ]


async def counts(session: AsyncSession) -> list[MembershipCount]:
    """Return all reported counts in the order they were listed."""
    return list(await session.exec(select(MembershipCount).order_by(col(MembershipCount.listed))))


async def keys(session: AsyncSession) -> list[SigningKey]:
    """Return all signing keys, in the order they begin to sign."""
    return list(await session.exec(select(SigningKey).order_by(col(SigningKey.activates), col(SigningKey.kid))))
