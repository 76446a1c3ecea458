"""The mails that are due: taken up by one worker at a time, an occasion at a time, and settled by who took them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.notifications.domain import mails as rules
from services.notifications.domain.mails import Place
from shared.database import Database
from shared.outbox.record import new_id

KEPT = timedelta(days=90)

CLAIM_LOCK = 7_200_006
# mails of one occasion go together, and two workers that take them up at once must not take a half each
ALONE = text(f"SELECT pg_advisory_xact_lock({CLAIM_LOCK})")
FREE = "state = 'waiting' AND due_at <= :now AND (leased_until IS NULL OR leased_until < clock_timestamp())"
CLAIM = text(f"""
    UPDATE mail SET tries = tries + 1, lease = :lease,
      leased_until = clock_timestamp() + make_interval(secs => :seconds)
    WHERE occasion = (SELECT occasion FROM mail WHERE {FREE} ORDER BY due_at, id LIMIT 1) AND {FREE}
    RETURNING id, subscription, occasion, why, since, council, role, tries, made_at""")  # noqa: S608 - a text of ours
RENEW = text("""UPDATE mail SET leased_until = clock_timestamp() + make_interval(secs => :seconds)
                WHERE id = :id AND lease = :lease AND state = 'waiting' RETURNING 1""")
OTHERS = text("""SELECT council, role, reached FROM mail
                 WHERE occasion = :occasion AND id <> :id AND state IN ('waiting', 'sent')""")
SETTLE = text("""UPDATE mail SET state = :state, reason = :reason, reached = :reached, settled_at = :at,
                   lease = NULL, leased_until = NULL WHERE id = :id AND lease = :lease""")
LATER = text("""UPDATE mail SET reason = :reason, due_at = :due_at, lease = NULL, leased_until = NULL
                WHERE id = :id AND lease = :lease""")
FORGET = text("DELETE FROM mail WHERE settled_at < :before")


@dataclass(frozen=True, slots=True)
class Due:
    """A mail that this worker is to send."""

    id: UUID
    subscription: str
    occasion: UUID
    why: str
    since: datetime
    place: Place
    tries: int
    made_at: datetime
    lease: UUID


async def claim(database: Database, *, seconds: float) -> list[Due]:
    """Take up the mails of the occasion that has waited longest, for so many seconds; none where nothing is due."""
    lease = new_id()
    values = {"lease": lease, "seconds": seconds, "now": database.clock.now()}
    async with database.engine.begin() as connection:
        await connection.execute(ALONE)
        rows = (await connection.execute(CLAIM, values)).all()
    due = [
        Due(
            row.id,
            row.subscription,
            row.occasion,
            row.why,
            row.since,
            Place(row.council, row.role),
            row.tries,
            row.made_at,
            lease,
        )
        for row in rows
    ]
    return sorted(due, key=lambda one: one.place)


async def still_mine(database: Database, due: Due, *, seconds: float) -> bool:
    """Hold a mail for so many seconds more; False where it was taken up by another meanwhile."""
    async with database.engine.begin() as connection:
        values = {"id": due.id, "lease": due.lease, "seconds": seconds}
        return (await connection.execute(RENEW, values)).first() is not None


async def told_by_others(database: Database, due: Due) -> list[Place]:
    """Return whom the other mails about the same occasion tell, or have told."""
    async with database.engine.connect() as connection:
        rows = (await connection.execute(OTHERS, {"occasion": due.occasion, "id": due.id})).all()
    found = {Place(row.council, row.role) for row in rows}
    return sorted(found | {Place(*row.reached.split("/", 1)) for row in rows if row.reached})


async def settle(database: Database, due: Due, state: str, reason: str | None, reached: Place | None) -> None:
    """Record how a mail has ended."""
    values: dict[str, Any] = {"id": due.id, "lease": due.lease, "state": state, "reason": reason}
    values |= {"reached": str(reached) if reached else None, "at": database.clock.now()}
    async with database.engine.begin() as connection:
        await connection.execute(SETTLE, values)


async def postpone(database: Database, due: Due, reason: str, *, seconds: float) -> None:
    """Let a mail be tried again after so many seconds."""
    at = database.clock.now() + timedelta(seconds=seconds)
    async with database.engine.begin() as connection:
        await connection.execute(LATER, {"id": due.id, "lease": due.lease, "reason": reason, "due_at": at})


async def forget(database: Database) -> int:
    """Forget mails that were settled long ago; return how many."""
    async with database.engine.begin() as connection:
        return (await connection.execute(FORGET, {"before": database.clock.now() - KEPT})).rowcount


def places(due: Due, others: Sequence[Place]) -> list[Place]:
    """Return who may be told by this mail, in order."""
    return rules.in_place_of(due.place, others)
