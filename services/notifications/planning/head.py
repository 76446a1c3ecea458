"""Planning at the head of the log: what is new, in one pass for all webhooks that are not behind."""

import asyncio
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import BigInteger, Row, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.planning import rows
from services.notifications.planning.members import MEMBER, Member, Members
from services.notifications.planning.rows import Planned
from shared.crash import crash_point
from shared.database import Database
from shared.errors import InvalidError

log = structlog.get_logger()

EVENTS = 200
"""How many events one pass looks at."""
DELIVERIES = 5000
"""After how many deliveries a pass ends with the event it is at."""

HEAD = text("""SELECT planning_head.position, generation, event_log_head.position AS log_head
               FROM planning_head CROSS JOIN event_log_head FOR UPDATE OF planning_head""")
# whose endpoint has moved and has to agree again is one of them: its deliveries wait meanwhile
MEMBERS = text(f"""SELECT {MEMBER} FROM subscription
                   WHERE road = 'webhook' AND with_head AND state <> 'stopped'
                   ORDER BY id""")  # noqa: S608 - of fixed words
NEW = text("""SELECT * FROM event_log WHERE position > :after AND position <= :head
              ORDER BY position LIMIT :limit""").bindparams(
    bindparam("after", type_=BigInteger),
    bindparam("head", type_=BigInteger),
    bindparam("limit", type_=BigInteger),
)
MOVE = text("UPDATE planning_head SET position = :position")
LEAVE = text("UPDATE subscription SET with_head = false, planned = greatest(planned, :position) WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a pass got, and whether more was there to look at."""

    position: int
    more: bool


class HeadPlanner:
    """Plans what is new. Several processes may: they take turns by the lock of the head's row."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._members = Members([])
        self._generation = -1

    async def plan(self) -> Reached:
        """Look at the next events, and commit their deliveries and how far that got together."""
        async with self._database.engine.begin() as connection:
            head = (await connection.execute(HEAD)).one()
            if head.log_head <= head.position:
                return Reached(head.position, more=False)
            members = await self._up_to_date(connection, head)
            if not len(members):
                await connection.execute(MOVE, {"position": head.log_head})
                return Reached(head.log_head, more=False)
            reached = await self._look(connection, members, head)
            await connection.execute(MOVE, {"position": reached.position})
            crash_point("planning.before_commit")
        crash_point("planning.after_commit")
        return reached

    async def _look(self, connection: AsyncConnection, members: Members, head: Row[Any]) -> Reached:
        values = {"after": head.position, "head": head.log_head, "limit": EVENTS}
        events = (await connection.execute(NEW, values)).all()
        planned: list[Planned] = []
        end = head.log_head
        for event in events:
            planned += [
                Planned(subscription, event.position, event.event_id, event.aggregate)
                for subscription in members.who_gets(event)
            ]
            # many wishes take their time: others of this process have theirs in between
            await asyncio.sleep(0)
            if len(planned) >= DELIVERIES or len(events) == EVENTS:
                end = event.position
            if len(planned) >= DELIVERIES:
                break
        await rows.write(connection, planned, self._database.clock.now())
        return Reached(end, more=end < head.log_head)

    async def _up_to_date(self, connection: AsyncConnection, head: Row[Any]) -> Members:
        if head.generation != self._generation:
            self._generation = -1
            found = (await connection.execute(MEMBERS)).all()
            self._members = Members([one for row in found if (one := await _member(connection, row, head.position))])
            self._generation = head.generation
        return self._members


async def _member(connection: AsyncConnection, row: Row[Any], position: int) -> Member | None:
    """Return a member, or None where this build cannot read what it wants: it stays behind, and in nobody's way."""
    try:
        return Member.of(row)
    except InvalidError:
        log.exception("a subscription cannot be read", subscription=row.id)
        await connection.execute(LEAVE, {"id": row.id, "position": position})
        return None
