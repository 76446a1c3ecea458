"""Machine clients: registered, given another secret, revoked. A secret is shown once and kept only hashed."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from services.councils import crypto, reads, views
from services.councils.domain import clients, secrets
from services.councils.models import Client, ClientSecret
from services.councils.reads import clients as read
from shared.auth import REVOKE, SCOPES
from shared.database import Transaction
from shared.events.councils import ClientRegistered
from shared.outbox.record import new_id
from shared.values import Key, Moment, Name
from shared.web.calls import Call
from shared.web.resources import Wish

DAY = 24 * 3600


def _known(scope: str) -> str:
    if scope not in SCOPES:
        raise ValueError(f"is no scope; there are {', '.join(SCOPES)}")
    return scope


Scope = Annotated[str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(SCOPES)})]


class RegisterClient(Wish):
    """A machine client: of the Office, or of one council named by slug or code; at `expires` it ends, if that is set.

    A council's administrator need not name its council.
    """

    client_id: Key
    name: Name
    council: str | None = Field(default=None, min_length=1, max_length=100)
    scopes: list[Scope] = Field(min_length=1, max_length=len(SCOPES))
    expires: Moment | None = None


class IssueSecret(Wish):
    """For how long the secret before the new one stays valid; 0 ends it at once.

    `expires` moves the end of the client itself, null takes it away; left out, it stays as it is.
    """

    old_valid_for_seconds: int = Field(default=DAY, ge=0, le=30 * DAY, strict=True)
    expires: Moment | None = None


async def register_client(call: Call, wish: RegisterClient) -> views.ClientWithSecretView:
    secret = crypto.new_secret()
    hashed = await crypto.hashed(secret)
    async with call.transaction() as change:
        asked = await reads.slug_of(change.session, wish.council) if wish.council is not None else None
        council = clients.council_of(call.caller, asked)
        event = clients.register(
            ClientRegistered(
                client=wish.client_id,
                council=council,
                scopes=tuple(dict.fromkeys(wish.scopes)),
                expires=clients.written(wish.expires) if wish.expires else None,
            ),
            caller=call.caller,
            found=await change.find(Client, wish.client_id),
            expires=wish.expires,
            now=change.now,
        )
        row = Client(
            client_id=event.client,
            name=wish.name,
            council=council,
            scopes=list(event.scopes),
            expires=wish.expires,
            created_at=change.now,
            changed_at=change.now,
        )
        change.record(event, of=row)
        await change.session.flush()
        await add(change, row, hashed, secrets.NOTHING_KEPT)
        kept = await call.answer(change, await _without_secret(change, row))
    return kept.showing(secret)


async def issue_secret(call: Call, client_id: str, wish: IssueSecret) -> views.ClientWithSecretView:
    secret = crypto.new_secret()
    hashed = await crypto.hashed(secret)
    async with call.transaction() as change:
        row = await change.lock(Client, client_id)
        clients.refuse_others(call.caller, row)
        held = (await read.held(change.session, [client_id]))[client_id].secrets
        rotation = secrets.rotate(held, now=change.now, old_valid_for=timedelta(seconds=wish.old_valid_for_seconds))
        renewal = secrets.Renewal("expires" in wish.model_fields_set, wish.expires)
        event = secrets.issue(
            row, caller=call.caller, renewal=renewal, old_valid_until=rotation.expires, now=change.now
        )
        if renewal.changes:
            row.expires = renewal.expires
        await add(change, row, hashed, rotation)
        change.record(event, of=row)
        kept = await call.answer(change, await _without_secret(change, row))
    return kept.showing(secret)


async def revoke_client(call: Call, client_id: str) -> views.ClientView:
    async with call.transaction() as change:
        row = await reads.get(change.session, Client, client_id, "client")
        clients.refuse_others(call.caller, row)
        others = await read.of_owner(change.session, row.council)
        row = await change.lock(Client, client_id)
        call.expect(row)
        event = clients.revoke(row, caller=call.caller, others=others, now=change.now)
        if event is not None:
            row.revoked_at = change.now
            change.record(event, of=row)
            # we check tokens against the same table as every other service
            await change.connection.execute(REVOKE, {"client": client_id, "at": change.now})
        return await call.answer(change, await read.view(change.session, row, change.now))


async def add(change: Transaction, row: Client, hashed: str, rotation: secrets.Rotation) -> None:
    """Give a client another secret, beside the one that is kept."""
    if rotation.kept is not None:
        rotation.kept.expires = rotation.expires
    for dropped in rotation.dropped:
        await change.session.delete(dropped)
    change.session.add(ClientSecret(id=new_id(), client_id=row.client_id, hashed=hashed, issued_at=change.now))


async def _without_secret(change: Transaction, row: Client) -> views.ClientWithSecretView:
    view = await read.view(change.session, row, change.now)
    return views.ClientWithSecretView.model_validate(view.model_dump())
