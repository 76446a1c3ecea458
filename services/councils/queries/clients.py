"""Looking up machine clients and signing keys; no secret and no private part is ever among the answers."""

from datetime import UTC, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.domain import clients as rules
from services.councils.models import Client
from services.councils.queries.paging import position
from services.councils.reads import clients as read
from shared.auth import Caller
from shared.errors import NotFoundError
from shared.web.resources import Page, PageWanted


async def clients(
    session: AsyncSession, caller: Caller, wanted: PageWanted, owner: str | None
) -> Page[views.ClientView]:
    """Return clients: of all owners or of one for the Office, its own for a council's administrator."""
    query = select(Client).order_by(col(Client.client_id)).limit(wanted.limit + 1)
    if owner == rules.OFFICE and caller.council is None:
        query = query.where(col(Client.council).is_(None))
    else:
        asked = await reads.slug_of(session, owner) if owner not in {None, rules.OFFICE} else owner
        council = rules.council_of(caller, asked)
        if council is not None:
            query = query.where(col(Client.council) == council)
    if (after := position(wanted, 1)) is not None:
        query = query.where(col(Client.client_id) > after[0])
    rows = list(await session.exec(query))
    held, now = await read.held(session, [row.client_id for row in rows]), datetime.now(UTC)
    return wanted.page(
        rows,
        lambda row: views.client(row, held[row.client_id].secrets, held[row.client_id].used, now),
        lambda row: [row.client_id],
    )


async def client(session: AsyncSession, caller: Caller, client_id: str) -> views.ClientView:
    row: Client = await reads.get(session, Client, client_id, "client")
    rules.refuse_others(caller, row)
    return await read.view(session, row, datetime.now(UTC))


async def keys(session: AsyncSession) -> Page[views.KeyView]:
    """Return all signing keys, newest first; there are never many that are not retired."""
    held, now = await reads.keys(session), datetime.now(UTC)
    return Page(items=[views.key(row, held, now) for row in reversed(held)])


async def key(session: AsyncSession, kid: str) -> views.KeyView:
    held, now = await reads.keys(session), datetime.now(UTC)
    found = next((row for row in held if row.kid == kid), None)
    if found is None:
        raise NotFoundError(f"There is no signing key '{kid}'.")
    return views.key(found, held, now)
