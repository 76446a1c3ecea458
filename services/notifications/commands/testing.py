"""Test events: of any type, in its real shape and with invented content, sent at once and plainly marked."""

from datetime import UTC, datetime

import orjson
from pydantic import Field

from services.notifications import examples, views
from services.notifications.catalogue import types_called
from services.notifications.domain import deliveries as rules
from services.notifications.domain.standing import refuse_other_roads
from services.notifications.models import Attempt
from services.notifications.models.log import SentEvent
from services.notifications.reads import subscriptions as read
from services.notifications.webhooks import Message, Webhooks, targets
from shared.errors import UnavailableError, refuse_field
from shared.events import Event
from shared.outbox.record import new_id
from shared.web.calls import Call
from shared.web.resources import Wish


class SendTest(Wish):
    """Of which type a test event is to be, short (`projects.phase-changed`) or full."""

    type: str = Field(min_length=1, max_length=200)


async def send_test(call: Call, webhooks: Webhooks, subscription: str, wish: SendTest) -> views.AttemptView:
    """Send a test and say what came of it; it counts neither for nor against the endpoint."""
    kinds = types_called(wish.type)
    if not kinds:
        refuse_field("type", "unknown-event-type", f"there is no event type {wish.type!r}; see /api/v1/event-types")
    await call.look_back()
    async with call.reading() as session:
        row = await read.get(session, call.caller, subscription)
        refuse_other_roads(row)
        rules.refuse_stopped(row)
    async with call.database.single.connection() as connection:
        found = await targets(connection, [row.id], sealing=webhooks.sender.sealing, now=call.database.clock.now())
    if row.id not in found:
        raise UnavailableError("What this endpoint's webhooks are signed with cannot be read; tell the operators.")
    now = datetime.now(UTC)
    message = Message(new_id(), _invented(kinds[-1], now, call), test=True)
    outcome = await webhooks.sender.send(found[row.id], message, now=now)
    async with call.transaction() as change:
        attempt = Attempt(
            subscription=row.id,
            delivery=message.id,
            kind="test",
            at=now,
            took_ms=outcome.took_ms,
            outcome=outcome.kind,
            status=outcome.status,
            error=outcome.error,
            request=outcome.request,
            answer=outcome.answer,
            answer_body=outcome.answer_body,
        )
        change.session.add(attempt)
        return await call.answer(change, views.attempt(attempt))


def _invented(kind: type[Event], now: datetime, call: Call) -> SentEvent:
    """Return an event of a type that never happened."""
    content = kind.model_validate(examples.data(kind))
    return SentEvent(
        event_id=new_id(),
        type=kind.type_name(),
        source=f"/{kind.service}",
        subject=content.key,
        time=now,
        recordedtime=now,
        aggregate=f"{kind.aggregate}/{content.aggregate_id}",
        data=orjson.dumps(content.model_dump(mode="json")),
        correlationid=call.cause.correlation,
        actor=call.cause.actor,
        sequence=1,
        epoch=1,
    )
