"""The keys that seal releases: the first, another in its place, and signatures for seals that have none yet."""

from uuid import uuid4

import structlog
from sqlalchemy import text
from sqlmodel import col, select

from services.projects import crypto, reads, views
from services.projects.crypto import Signer
from services.projects.models import ReleaseManifest, SealKey
from shared.database import Database, Transaction
from shared.errors import ConflictError
from shared.events.projects import SealKeyPublished
from shared.outbox.record import Cause
from shared.web.calls import Call

log = structlog.get_logger()

KEYS_LOCK = 7_200_201
"""The advisory lock under which seal keys are made; the number only has to be ours."""


async def signer(change: Transaction) -> Signer:
    """Return what seals now, published before it does: the key of the secret file, or else one of our own.

    Ask for it last: whoever is the first to need a key lets others wait until that is committed.
    """
    mine = crypto.signer_from_file()
    found = await _found(change, mine)
    if found is None:
        await change.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": KEYS_LOCK})
        found = await _found(change, mine) or await _publish(change, mine)
    return found


async def rotate(call: Call) -> views.SealKeysView:
    """Make another key that seals from now on; those before it go on verifying what they sealed."""
    if crypto.signer_from_file() is not None:
        raise ConflictError(
            "The key that seals comes from the file that SEAL_KEY_FILE names: put another there, and start again.",
            code="key-from-file",
        )
    async with call.transaction() as change:
        await change.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": KEYS_LOCK})
        await _publish(change, None)
        return await call.answer(change, await reads.seal_keys(change.session))


async def look_after_seals(database: Database) -> int:
    """Publish the key of the secret file, and sign the seals that have no signature yet; return how many those were.

    A seal has none if it was made before there were signatures, also by an older replica that still runs.
    """
    waiting = select(ReleaseManifest).where(col(ReleaseManifest.signature).is_(None)).with_for_update()
    async with database.transaction(Cause("service:projects", str(uuid4()))) as change:
        rows = (await change.session.exec(waiting.order_by(col(ReleaseManifest.release)))).all()
        if not rows and crypto.signer_from_file() is None:
            return 0
        by = await signer(change)
        for row in rows:
            row.signature, row.key_id, row.signed_at = by.sign(row.content), by.kid, change.now
            change.session.add(row)
            log.info("a seal from before there were signatures was signed", release=row.release, kid=by.kid)
        return len(rows)


async def _found(change: Transaction, mine: Signer | None) -> Signer | None:
    """Return what seals now if it is published already."""
    if mine is not None:
        return mine if await change.session.get(SealKey, mine.kid) is not None else None
    query = select(SealKey.private).where(col(SealKey.private).is_not(None)).order_by(col(SealKey.number).desc())
    private = (await change.session.exec(query.limit(1))).first()
    return crypto.read(private.encode()) if private else None


async def _publish(change: Transaction, mine: Signer | None) -> Signer:
    """Publish a key, one of our own unless one is given; keys before it are kept for verifying alone."""
    made = mine or crypto.new_signer()
    held = (await change.session.exec(select(SealKey).order_by(col(SealKey.number)))).all()
    for before in held:
        before.private = None
        change.session.add(before)
    row = SealKey(
        kid=made.kid,
        number=max((one.number for one in held), default=0) + 1,
        public=made.public,
        private=None if mine else made.pem(),
        created_at=change.now,
        changed_at=change.now,
    )
    change.record(SealKeyPublished(seal_key=made.kid, jwk=made.public), of=row)
    await change.session.flush()
    log.info("a key that seals releases was published", kid=made.kid, from_file=mine is not None)
    return made
