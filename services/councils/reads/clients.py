"""Reading machine clients: their secrets, when these were last used, and who else acts for the same owner."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import views
from services.councils.models import Client, ClientSecret, ClientUse


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of a client's secrets, oldest first, and when each of those it has or had was last used."""

    secrets: list[ClientSecret] = field(default_factory=list)
    used: dict[UUID, datetime] = field(default_factory=dict)


async def held(session: AsyncSession, clients: Collection[str]) -> dict[str, Held]:
    """Return what these clients hold."""
    found: dict[str, Held] = defaultdict(Held)
    secrets = select(ClientSecret).where(col(ClientSecret.client_id).in_(clients)).order_by(col(ClientSecret.issued_at))
    for secret in await session.exec(secrets):
        found[secret.client_id].secrets.append(secret)
    for use in await session.exec(select(ClientUse).where(col(ClientUse.client_id).in_(clients))):
        found[use.client_id].used[use.secret] = use.used_at
    return found


async def of_owner(session: AsyncSession, council: str | None) -> list[Client]:
    """Return all clients of an owner, locked in order: two that end each other would else both be let go."""
    query = select(Client).where(col(Client.council).is_not_distinct_from(council))
    return list(await session.exec(query.order_by(col(Client.client_id)).with_for_update()))


async def view(session: AsyncSession, row: Client, now: datetime) -> views.ClientView:
    found = (await held(session, [row.client_id]))[row.client_id]
    return views.client(row, found.secrets, found.used, now)
