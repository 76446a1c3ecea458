"""Looking up machine clients and signing keys; no secret and no private part is ever among the answers."""

from datetime import UTC, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.models import Client
from services.councils.queries.paging import position
from shared.errors import NotFoundError
from shared.web.resources import Page, PageWanted


async def clients(session: AsyncSession, wanted: PageWanted) -> Page[views.ClientView]:
    query = select(Client).order_by(col(Client.client_id)).limit(wanted.limit + 1)
    if (after := position(wanted, 1)) is not None:
        query = query.where(col(Client.client_id) > after[0])
    rows = list(await session.exec(query))
    secrets, now = await reads.secrets(session, [row.client_id for row in rows]), datetime.now(UTC)
    return wanted.page(rows, lambda row: views.client(row, secrets[row.client_id], now), lambda row: [row.client_id])


async def client(session: AsyncSession, client_id: str) -> views.ClientView:
    row = await reads.get(session, Client, client_id, "client")
    return await reads.client(session, row, datetime.now(UTC))


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
