"""What a subscription by the broker needs beside itself: an account, and keys that are added and taken away."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema

from services.notifications import views
from services.notifications.catalogue import every_type
from services.notifications.domain import partners as rules
from services.notifications.models import Partner, PartnerKey, Subscription
from services.notifications.partners import nkeys
from services.notifications.reads import partners as read
from services.notifications.reads import subscriptions
from services.notifications.views.base import BASE
from shared.database import Transaction
from shared.errors import ConflictError, NotFoundError
from shared.events.notifications import SubscriptionKeyAdded, SubscriptionKeyRemoved
from shared.web.calls import Call
from shared.web.resources import Wish

DAY = 24 * 3600
MAX_KEYS = 5


def _public(word: str) -> str:
    if not nkeys.is_public_key(word):
        raise ValueError("must be the public half of an NKEY of a user: U, and 55 more letters and digits")
    return word


PublicKey = Annotated[
    str, AfterValidator(_public), WithJsonSchema({"type": "string", "pattern": f"^{nkeys.PUBLIC_KEY.pattern}$"})
]


class BrokerWish(Wish):
    """The public half of a key of one's own (without it, we make a pair and show its seed once), and a limit."""

    public_key: PublicKey | None = None
    in_hand: int = Field(default=100, ge=1, le=1000, strict=True)


class AddKey(Wish):
    """Another key, as for a new subscription; those before it let the partner in for so long, 0 for not at all."""

    public_key: PublicKey | None = None
    old_valid_for_seconds: int = Field(default=DAY, ge=0, le=30 * DAY, strict=True)


def check(types: Any, filters: Any, council: str | None) -> None:
    """Refuse what the broker cannot give this owner whole."""
    rules.refuse_nothing(rules.subjects(types, filters, council, every_type()))


async def add(change: Transaction, row: Subscription, wish: BrokerWish, position: int) -> str | None:
    """Give a subscription its account and first key; return the seed, if the key is one that we made.

    Soon afterwards everything is on the broker (`partners.keeper`).
    """
    check(row.types, row.filters, row.council)
    change.session.add(
        Partner(
            subscription=row.id,
            account=rules.account_of(row.id),
            in_hand=wish.in_hand,
            begins={
                "streams": await read.begins(change.connection, position),
                "only_new": row.start.get("at") == "now",
            },
            made_at=change.now,
        )
    )
    await change.flush()
    _, seed = await _new_key(change, row, wish.public_key)
    return seed


async def add_key(call: Call, subscription: str, wish: AddKey) -> views.NewBrokerKeyView:
    async with call.transaction() as change:
        row = await _locked(change, call, subscription)
        held = (await read.keys_of(change.session, [row.id]))[row.id]
        good = [one for one in held if one.retires_at is None or one.retires_at > change.clock.now()]
        if len(good) >= MAX_KEYS:
            raise ConflictError(
                f"It has {len(good)} keys that are good, and may have {MAX_KEYS}. Take one away that nobody uses.",
                code="too-many-keys",
            )
        until = change.clock.now() + timedelta(seconds=wish.old_valid_for_seconds)
        for old in good:
            if old.retires_at is None or old.retires_at > until:
                old.retires_at = until
                change.session.add(old)
        public, seed = await _new_key(change, row, wish.public_key)
        change.record(
            SubscriptionKeyAdded(
                subscription=row.id,
                council=row.council,
                public_key=public,
                old_valid_until=_written(until) if good else None,
            ),
            of=row,
        )
        kept = await call.answer(
            change,
            views.NewBrokerKeyView(
                href=f"{BASE}/subscriptions/{row.id}/broker",
                version=row.version,
                public_key=public,
                old_valid_until=until if good else None,
            ),
        )
    return kept.showing(seed) if seed else kept


async def remove_key(call: Call, subscription: str, public_key: str) -> views.SubscriptionView:
    async with call.transaction() as change:
        row = await _locked(change, call, subscription)
        call.expect(row)
        key = await change.session.get(PartnerKey, public_key)
        if key is None or key.subscription != row.id:
            raise NotFoundError(f"The subscription has no key '{public_key[:60]}'.")
        await change.session.delete(key)
        change.record(
            SubscriptionKeyRemoved(subscription=row.id, council=row.council, public_key=key.public),
            of=row,
        )
        await change.flush()
        return await call.answer(change, await subscriptions.view(change.session, row))


async def _locked(change: Transaction, call: Call, subscription: str) -> Subscription:
    row = await subscriptions.lock(change, call.caller, subscription)
    rules.refuse_other_roads(row)
    return row


async def _new_key(change: Transaction, row: Subscription, given: str | None) -> tuple[str, str | None]:
    """Give a subscription a key: the one that was given, or one of a pair that is made; return it, and its seed."""
    pair = nkeys.new_pair() if given is None else None
    public = given if pair is None else pair.public
    if public is None or await change.session.get(PartnerKey, public) is not None:
        raise ConflictError("This key is in use already; make another pair for each subscription.", code="key-in-use")
    change.session.add(PartnerKey(public=public, subscription=row.id, made_at=change.now))
    await change.flush()
    return public, pair.seed if pair else None


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
