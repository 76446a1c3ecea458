"""What webhooks are signed with: made, replaced with an overlap, retired. A secret is shown once and kept sealed."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from pydantic import Field

from services.notifications import views
from services.notifications.domain import endpoints as rules
from services.notifications.domain import subscriptions as owners
from services.notifications.models import EndpointSecret, Subscription
from services.notifications.reads import endpoints as read
from services.notifications.reads import subscriptions
from services.notifications.webhooks import Sealing, Webhooks
from services.notifications.webhooks.signing import KeyKind, new_key
from shared.database import Transaction
from shared.outbox.record import new_id
from shared.timers import Due, drop_timer, set_timer
from shared.web.calls import Call
from shared.web.resources import Wish

DAY = 24 * 3600
RETIRES = "webhook-key-retires"
Shown = dict[UUID, str]
"""New secrets by their ids: for the one answer that shows them."""


class IssueSecrets(Wish):
    """For how long the keys before the new ones sign along, 0 to end them at once; of one kind alone, if it is said."""

    kind: KeyKind | None = None
    old_valid_for_seconds: int = Field(default=DAY, ge=0, le=30 * DAY, strict=True)


async def make(change: Transaction, subscription: str, kinds: Sequence[KeyKind], sealing: Sealing) -> Shown:
    """Give an endpoint a key of each kind; return the secrets, to be shown once."""
    shown: Shown = {}
    for kind in kinds:
        made, key = new_key(kind), new_id()
        change.session.add(
            EndpointSecret(
                id=key,
                subscription=subscription,
                kind=kind,
                sealed=sealing.seal(made.secret, subscription, key),
                public=made.public,
                made_at=change.clock.now(),
            )
        )
        if made.shown is not None:
            shown[key] = made.shown
    return shown


async def issue_secrets(
    call: Call, webhooks: Webhooks, subscription: str, wish: IssueSecrets
) -> views.SubscriptionView:
    async with call.transaction() as change:
        row = await subscriptions.lock(change, call.caller, subscription)
        rules.refuse_no_webhook(row)
        owners.refuse_ended(row)
        endpoint = await read.lock(change.session, row.id)
        kinds = rules.kinds_of(endpoint, wish.kind)
        held = await read.secrets(change.session, row.id)
        for kind in kinds:
            await _replace(change, row, kind, [key for key in held if key.kind == kind], wish.old_valid_for_seconds)
        shown = await make(change, row.id, kinds, webhooks.sealing)
        await change.flush()
        kept = await call.answer(change, await subscriptions.view(change.session, row))
    return kept.with_secrets(shown)


async def drop(change: Transaction, row: Subscription, keys: Sequence[EndpointSecret]) -> None:
    """Let keys sign no longer, from now on."""
    for key in keys:
        await drop_timer(change, RETIRES, row.id, key=str(key.id))
        await change.session.delete(key)
        change.record(rules.retire(row, key), of=row)


async def retire_key(change: Transaction, row: Subscription, due: Due) -> None:
    """Let a key that was replaced sign no longer: its time is over."""
    key = await change.session.get(EndpointSecret, UUID(due.key))
    if key is not None:
        await drop(change, row, [key])


async def _replace(
    change: Transaction, row: Subscription, kind: KeyKind, held: Sequence[EndpointSecret], seconds: int
) -> None:
    rotation = rules.rotate(held, now=change.clock.now(), old_valid_for=timedelta(seconds=seconds))
    await drop(change, row, rotation.dropped)
    if rotation.kept is not None and rotation.retires is not None:
        rotation.kept.retires_at = rotation.retires
        await set_timer(change, RETIRES, row.id, rotation.retires, key=str(rotation.kept.id))
    change.record(rules.issue(row, kind, rotation), of=row)
