"""Signing keys: the first one, rotation without downtime, and retirement once the last token is out."""

import json
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from sqlalchemy import text

from services.councils import crypto, reads, views
from services.councils.domain import keys
from services.councils.models import SigningKey
from shared.auth import KEEP_KEY, RETIRE_KEY
from shared.database import Database, Transaction
from shared.outbox.record import Cause
from shared.web.calls import Call

log = structlog.get_logger()

KEYS_LOCK = 7_200_101
"""The advisory lock under which signing keys are made and retired; the number only has to be ours."""

NOTICE = timedelta(seconds=30)
"""How long a key is known before it signs, so that every service has heard of it by then."""


async def rotate_keys(call: Call, notice: timedelta) -> views.KeyView:
    """Publish another key that signs after `notice`; those before it retire when their tokens are out."""
    async with call.transaction() as change:
        held = await _locked(change)
        row = await publish(change, held, activates=change.now + notice)
        for before in held:
            if before.retired_at is None and before.retires is None:
                before.retires = keys.retires(row.activates)
        return await call.answer(change, views.key(row, [*held, row], change.now))


UNPUBLISHED = text("""SELECT aggregate_id FROM outbox_event
                      WHERE published_at IS NULL AND aggregate_type = 'signing-key' AND aggregate_version = 1""")


async def look_after_keys(database: Database, now: datetime | None = None, notice: timedelta = NOTICE) -> None:
    """Make the first key if there is none, and retire those whose time has come; safe in every replica at once.

    A key that nobody could hear of yet, because the broker is away, goes on waiting: tokens signed with it would be
    refused by all the others.
    """
    async with database.transaction(Cause("service:councils", str(uuid4()))) as change:
        held = await _locked(change)
        if keys.signing(held, change.now) is None:
            row = await publish(change, held, activates=change.now)
            log.info("a signing key was made, as there was none", kid=row.kid)
        unheard = {row.aggregate_id for row in await change.connection.execute(UNPUBLISHED)}
        for row in keys.postpone(held, unheard, now=now or change.now, notice=notice):
            log.info("a signing key waits until it can be heard of", kid=row.kid, signs_from=row.activates.isoformat())
        for row in held:
            event = keys.retire(row, now or change.now)
            if event is not None:
                row.retired_at, row.private = change.now, None
                change.record(event, of=row)
                await change.connection.execute(RETIRE_KEY, {"kid": row.kid})
                log.info("a signing key was retired", kid=row.kid)


async def publish(change: Transaction, held: list[SigningKey], *, activates: datetime) -> SigningKey:
    """Make a key and tell of it; here it verifies at once, elsewhere when it was heard of."""
    pair = crypto.new_key()
    event = keys.publish(pair.kid, pair.public, held, change.now)
    row = SigningKey(
        kid=pair.kid,
        public=pair.public,
        private=pair.private,
        activates=activates,
        created_at=change.now,
        changed_at=change.now,
    )
    change.record(event, of=row)
    await change.connection.execute(KEEP_KEY, {"kid": pair.kid, "jwk": json.dumps(pair.public)})
    return row


async def _locked(change: Transaction) -> list[SigningKey]:
    await change.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": KEYS_LOCK})
    return await reads.keys(change.session)
