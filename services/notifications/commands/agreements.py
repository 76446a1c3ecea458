"""Asking an endpoint whether it wants webhooks, and letting it have them if it does."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import DateTime, bindparam, text

from services.notifications import views
from services.notifications.domain import endpoints as rules
from services.notifications.domain import subscriptions as owners
from services.notifications.domain.targets import place_of
from services.notifications.models import AgreementTry
from services.notifications.reads import endpoints
from services.notifications.reads import subscriptions as read
from services.notifications.reads.deliveries import lock_lanes
from services.notifications.webhooks import Target, Webhooks, agreement, targets
from services.notifications.webhooks.agreement import Agreement
from services.notifications.webhooks.places import refuse_unreachable
from shared.database import Transaction
from shared.errors import ConflictError, TooManyError, UnavailableError
from shared.outbox.record import new_id
from shared.web.calls import Call

KEEP_DAYS = 90
HOST_SHARE = 2
"""How many times as often as one client may ask about endpoints at one host, all clients together may."""

# those who ask at once count one after the other
TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('agreement tries', 0))")
FORGET = text("DELETE FROM agreement_try WHERE at < clock_timestamp() - make_interval(days => :days)")
RECENT = text("""SELECT count(*) FILTER (WHERE client = :client) AS by_client,
                        count(*) FILTER (WHERE host = :host) AS at_host
                 FROM agreement_try WHERE at > clock_timestamp() - interval '1 minute'""")
DUE_NOW = text("UPDATE lane SET due_at = :now, tries = 0 WHERE subscription = :id AND head IS NOT NULL").bindparams(
    bindparam("now", type_=DateTime(timezone=True))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to an endpoint that was let through."""

    id: UUID
    target: Target
    rate: float | None


async def agree(call: Call, webhooks: Webhooks, subscription: str) -> views.SubscriptionView:
    await call.look_back()
    asked = await _begin(call, webhooks, subscription)
    await refuse_unreachable(webhooks.sender, asked.target.council, asked.target.url, "webhook.url")
    found = await agreement.ask(webhooks.sender, asked.target, public_url=webhooks.public_url, rate=asked.rate)
    if found.how is None:
        async with call.database.transaction(call.cause) as change:
            await _remember(change, asked, found)
        raise ConflictError(
            f"The endpoint did not agree. {found.words} It must answer OPTIONS with WebHook-Allowed-Origin, or the "
            "challenge that is posted to it with the challenge's word.",
            code="not-agreed",
        )
    async with call.transaction() as change:
        row = await read.lock(change, call.caller, subscription)
        owners.refuse_stopped(row)
        await lock_lanes(change, row.id)
        endpoint = await endpoints.lock(change.session, row.id)
        if endpoint.url != asked.target.url:
            raise ConflictError("The endpoint was moved while the old one was asked; ask the new one.")
        if row.state == "pending":
            # what waits there was put off for the sake of another place
            await change.connection.execute(DUE_NOW, {"now": change.clock.now(), "id": row.id})
        await _remember(change, asked, found)
        change.record(rules.agree(row, endpoint, found.how, found.allowed_rate, change.now), of=row)
        await change.flush()
        return await call.answer(change, await read.view(change.session, row))


async def _begin(call: Call, webhooks: Webhooks, subscription: str) -> Asked:
    """Return whom to ask, unless one has been asked often enough: nobody is to be flooded with our questions."""
    async with call.database.transaction(call.cause) as change:
        row = await read.get(change.session, call.caller, subscription)
        rules.refuse_no_webhook(row)
        owners.refuse_stopped(row)
        endpoint = await endpoints.lock(change.session, row.id)
        client, host = call.caller.client, place_of(endpoint.url).host.lower()
        await change.connection.execute(TURN)
        await change.connection.execute(FORGET, {"days": KEEP_DAYS})
        recent = (await change.connection.execute(RECENT, {"client": client, "host": host})).one()
        most = webhooks.tries_per_minute
        if recent.by_client >= most or recent.at_host >= most * HOST_SHARE:
            raise TooManyError(
                "Endpoints have been asked often enough in the last minute; wait a little.", code="asked-often-enough"
            )
        asked = AgreementTry(id=new_id(), subscription=row.id, client=client, host=host, at=change.now)
        change.session.add(asked)
    async with call.database.single.connection() as connection:
        found = await targets(connection, [row.id], sealing=webhooks.sealing, now=call.database.clock.now())
    if row.id not in found:
        raise UnavailableError("What this endpoint's webhooks are signed with cannot be read; tell the operators.")
    return Asked(asked.id, found[row.id], endpoint.asked_rate)


async def _remember(change: Transaction, asked: Asked, found: Agreement) -> None:
    row = await change.session.get(AgreementTry, asked.id)
    if row is not None:
        row.agreed, row.says, row.steps = found.how is not None, found.words, found.steps
        change.session.add(row)
