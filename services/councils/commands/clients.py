"""Machine clients: registered, given another secret, revoked. A secret is shown once and kept only hashed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from services.councils import crypto, reads, views
from services.councils.domain import clients
from services.councils.models import Client, ClientSecret
from shared.auth import REVOKE, SCOPES
from shared.database import Transaction
from shared.outbox.record import new_id
from shared.values import Key, Name
from shared.web.calls import Call
from shared.web.resources import Wish

DAY = 24 * 3600


def _known(scope: str) -> str:
    if scope not in SCOPES:
        raise ValueError(f"is no scope; there are {', '.join(SCOPES)}")
    return scope


Scope = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(SCOPES)})]


class RegisterClient(Wish):
    """A machine client: of the Office, or of one council named by slug or code."""

    client_id: Key
    name: Name
    council: str | None = Field(default=None, min_length=1, max_length=100)
    scopes: list[Scope] = Field(min_length=1, max_length=len(SCOPES))


class IssueSecret(Wish):
    """For how long the secret before the new one stays valid; 0 ends it at once."""

    old_valid_for_seconds: int = Field(default=DAY, ge=0, le=30 * DAY, strict=True)


async def register_client(call: Call, wish: RegisterClient) -> views.ClientWithSecretView:
    secret = crypto.new_secret()
    hashed = await crypto.hashed(secret)
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, wish.council) if wish.council is not None else None
        event = clients.register(
            wish.client_id,
            council=council,
            scopes=list(dict.fromkeys(wish.scopes)),
            giver=call.caller.scopes,
            found=await change.find(Client, wish.client_id),
        )
        row = Client(
            client_id=event.client,
            name=wish.name,
            council=council,
            scopes=list(event.scopes),
            created_at=change.now,
            changed_at=change.now,
        )
        change.record(event, of=row)
        await change.session.flush()
        await add(change, row, [], hashed)
        kept = await call.answer(change, await _without_secret(change, row))
    return kept.showing(secret)


async def issue_secret(call: Call, client_id: str, wish: IssueSecret) -> views.ClientWithSecretView:
    secret = crypto.new_secret()
    hashed = await crypto.hashed(secret)
    async with call.transaction() as change:
        row = await change.lock(Client, client_id)
        event = clients.issue_secret(row, giver=call.caller.scopes)
        held = (await reads.secrets(change.session, [client_id]))[client_id]
        await add(change, row, held, hashed, old_valid_for=timedelta(seconds=wish.old_valid_for_seconds))
        change.record(event, of=row)
        kept = await call.answer(change, await _without_secret(change, row))
    return kept.showing(secret)


async def revoke_client(call: Call, client_id: str) -> views.ClientView:
    async with call.transaction() as change:
        row = await change.lock(Client, client_id)
        call.expect(row)
        event = clients.revoke(row)
        if event is not None:
            row.revoked_at = change.now
            change.record(event, of=row)
            # we check tokens against the same table as every other service
            await change.connection.execute(REVOKE, {"client": client_id, "at": change.now})
        return await call.answer(change, await reads.client(change.session, row, change.now))


async def add(
    change: Transaction,
    row: Client,
    held: Sequence[ClientSecret],
    hashed: str,
    *,
    old_valid_for: timedelta | None = None,
) -> None:
    """Give a client another secret beside the newest of those it holds; the rest go."""
    rotation = clients.rotate(held, now=change.now, old_valid_for=old_valid_for)
    if rotation.kept is not None:
        rotation.kept.expires = rotation.expires
    for dropped in rotation.dropped:
        await change.session.delete(dropped)
    change.session.add(ClientSecret(id=new_id(), client_id=row.client_id, hashed=hashed, issued_at=change.now))


async def _without_secret(change: Transaction, row: Client) -> views.ClientWithSecretView:
    view = await reads.client(change.session, row, change.now)
    return views.ClientWithSecretView.model_validate(view.model_dump())
