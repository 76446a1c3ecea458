"""Subscriptions: made, changed, ended by their owner, and stopped where they cannot go on."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from services.notifications import views
from services.notifications.commands import partners, webhooks
from services.notifications.commands.wishes import (
    MAX_FIELDS,
    MAX_FILTERS,
    MAX_TYPES,
    Expression,
    FieldPath,
    StartWish,
    TypeName,
    WantsWish,
    known_types,
    start_of_wish,
)
from services.notifications.domain import subscriptions as rules
from services.notifications.domain import wants
from services.notifications.domain.mails import check_contacts
from services.notifications.models import Subscription
from services.notifications.reads import subscriptions as read
from services.notifications.webhooks import Webhooks
from shared.database import Transaction
from shared.outbox.record import new_id
from shared.values import Name
from shared.web.calls import Call
from shared.web.resources import Wish

Road = Literal["webhook", "feed", "stream", "broker"]
KeepDays = Annotated[int, Field(ge=1, le=30, strict=True)]
Contacts = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=100)]], Field(max_length=4)]
Fields = Annotated[dict[TypeName, Annotated[list[FieldPath], Field(max_length=MAX_FIELDS)]], Field(max_length=200)]


class MakeSubscription(WantsWish):
    """A subscription by a road, whose own settings stand in the field of its name.

    `fields` is what its reader reads of the data, by type: whoever changes a type learns whom that touches.
    `keep_days` is for how long deliveries wait for an endpoint that does not take them, and `contacts` are the roles
    that are told by mail when it is paused for that; none means two: digital lead and security contact of a council.
    """

    name: Name
    road: Road
    fields: Fields = Field(default={})
    start: StartWish = StartWish(at="now")
    keep_days: KeepDays = 14
    contacts: Contacts = Field(default=[])
    webhook: webhooks.WebhookWish | None = None
    broker: partners.BrokerWish | None = None

    @model_validator(mode="after")
    def _settings_of_its_road(self) -> Self:
        if (self.webhook is not None) != (self.road == "webhook"):
            raise ValueError("webhook is for road webhook, which needs it" if self.webhook else "webhook is missing")
        if self.broker is not None and self.road != "broker":
            raise ValueError("broker is for road broker")
        return self


class ChangeSubscription(Wish):
    """What is to be another than it is; what is left out stays.

    Another wish for events counts from the next one on that is looked through: what was planned for a webhook before
    goes out, and the chain of its deliveries goes on without a gap.
    """

    name: Name | None = None
    types: list[TypeName] | None = Field(default=None, max_length=MAX_TYPES)
    filters: list[Expression] | None = Field(default=None, max_length=MAX_FILTERS)
    fields: Fields | None = None
    keep_days: KeepDays | None = None
    contacts: Contacts | None = None
    webhook: webhooks.ChangeWebhook | None = None


async def make_subscription(
    call: Call, wish: MakeSubscription, hooks: Webhooks, *, most: int
) -> views.SubscriptionView:
    types = wish.checked()
    fields = wants.declared(wish.fields, known_types())
    council = call.caller.council
    check_contacts(council, wish.contacts)
    await webhooks.look(hooks, council, wish.webhook.url if wish.webhook else None)
    shown: Mapping[UUID, str] = {}
    async with call.transaction() as change:
        rules.refuse_more(await read.held(change, council), most, council)
        start = await start_of_wish(change.session, wish.start, rules.readers(council))
        row = Subscription(
            id=str(new_id()),
            name=wish.name,
            client=call.caller.client,
            council=council,
            road=wish.road,
            types=types,
            filters=wish.filters,
            fields=fields,
            start=wish.start.asked | {"cursor": start.cursor},
            state="pending" if wish.road == "webhook" else "active",
            since=change.now,
            planned=start.position,
            keep_days=wish.keep_days,
            contacts=wish.contacts,
            created_at=change.now,
            changed_at=change.now,
        )
        change.record(rules.make(row), of=row)
        await change.flush()
        if wish.webhook is not None:
            shown = await webhooks.add(change, row, wish.webhook, hooks.sealing)
            await change.flush()
        seed = None
        if wish.road == "broker":
            seed = await partners.add(change, row, wish.broker or partners.BrokerWish(), start.position)
        kept = await call.answer(change, await read.view(change.session, row))
    return kept.with_secrets(shown) if seed is None else kept.showing(seed)


async def change_subscription(
    call: Call, subscription: str, wish: ChangeSubscription, hooks: Webhooks
) -> views.SubscriptionView:
    if wish.webhook is not None and wish.webhook.url is not None:
        await webhooks.look(hooks, await _owner(call, subscription), wish.webhook.url)
    async with call.transaction() as change:
        row = await read.lock(change, call.caller, subscription)
        call.expect(row)
        check_contacts(row.council, wish.contacts or ())
        wished = _wished(wish, row)
        names = list(rules.change(row, wished))
        if row.road == "broker":
            partners.check(wished.get("types", row.types), wished.get("filters", row.filters), row.council)
        for name in names:
            setattr(row, name, wished[name])
        altered = webhooks.Changed()
        if wish.webhook is not None:
            altered = await webhooks.alter(change, row, wish.webhook, hooks.sealing)
            names += ["webhook"] if altered.anything else []
        if names:
            change.record(rules.changed(row, names), of=row)
        if row.road == "webhook" and (altered.moved or {"types", "filters"} & set(names)):
            position = await read.plan_anew(change)
            if altered.moved and row.with_head:
                # what comes from here on is planned when the new place has agreed
                row.planned, row.with_head = position, False
                await change.flush()
        kept = await call.answer(change, await read.view(change.session, row))
    return kept.with_secrets(altered.shown)


async def end_subscription(call: Call, subscription: str) -> views.SubscriptionView:
    async with call.transaction() as change:
        row = await read.lock(change, call.caller, subscription)
        call.expect(row)
        event = rules.end(row)
        if event is not None:
            change.record(event, of=row)
            await _let_go(change, row, rules.ENDED)
            await read.forget_what_waits(change, row)
        return await call.answer(change, await read.view(change.session, row))


async def stop(change: Transaction, row: Subscription, cause: str) -> None:
    """Stop a locked subscription, if it is not stopped: nothing more is planned, and what waits stays as it is.

    To be called last in a transaction, as `plan_anew` is.
    """
    event = rules.stop(row, cause)
    if event is not None:
        change.record(event, of=row)
        await _let_go(change, row, cause)


async def stop_of_client(change: Transaction, client: str, cause: str) -> None:
    """Stop what a client subscribed to that is no longer let in."""
    for row in await read.of_client(change.session, client):
        await stop(change, row, cause)


async def _let_go(change: Transaction, row: Subscription, cause: str) -> None:
    row.state, row.cause, row.since = "stopped", cause, change.now
    if row.with_head:
        row.planned, row.with_head = await read.plan_anew(change), False


async def _owner(call: Call, subscription: str) -> str | None:
    async with call.reading() as session:
        return (await read.get(session, call.caller, subscription)).council


def _wished(wish: ChangeSubscription, row: Subscription) -> dict[str, object]:
    """Return what a subscription is to be, by column, with what was left out as it is; refuse what is wrong with it."""
    given = wish.model_dump(exclude_none=True, exclude={"webhook"})
    known = known_types()
    if "types" in given:
        given["types"] = wants.types(given["types"], known)
    if "fields" in given:
        given["fields"] = wants.declared(given["fields"], known)
    if "types" in given or "filters" in given:
        wants.check(given.get("types", row.types), given.get("filters", row.filters), known)
    return given
