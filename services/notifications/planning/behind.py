"""Planning for webhooks that are behind: each by itself, a part at a time, until it is with all others at the head."""

from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.planning import rows
from services.notifications.planning.members import MEMBER, Member, Members
from services.notifications.planning.rows import Planned
from services.notifications.queries import log
from shared.crash import crash_point
from shared.database import Database

PART = 500
"""How many events one part looks at."""
NEAR = 1000
"""How close to the head the last part is planned under its lock, so that nothing moves meanwhile."""
MOST_WAITING = 10_000
"""How many deliveries may wait before more is planned for who is behind: the log keeps the rest as well."""

BEHIND = text("""SELECT id FROM subscription
                 WHERE road = 'webhook' AND state IN ('active', 'paused') AND NOT with_head ORDER BY id""")
ONE = text(f"""SELECT {MEMBER} FROM subscription
               WHERE id = :id AND road = 'webhook' AND state IN ('active', 'paused') AND NOT with_head
               FOR NO KEY UPDATE SKIP LOCKED""")  # noqa: S608 - of fixed words
WAITING = text("""SELECT count(*) FROM (SELECT 1 FROM delivery WHERE subscription = :id AND state = 'waiting'
                                        LIMIT :most) AS few""")
HEAD = text("SELECT position FROM planning_head")
HEAD_LOCKED = text("SELECT position FROM planning_head FOR UPDATE")
GOT_TO = text("UPDATE subscription SET planned = :position, with_head = :joins WHERE id = :id").bindparams(
    bindparam("position", type_=BigInteger)
)
ANEW = text("UPDATE planning_head SET generation = generation + 1")


class Step(Enum):
    """What became of a part."""

    ON = "on"
    """There is more to look at."""
    DONE = "done"
    """It is with the others now, or somebody else is at it."""
    FULL = "full"
    """So much waits to be delivered that no more is planned for now."""


async def behind(database: Database) -> list[str]:
    """Return who is behind."""
    async with database.engine.connect() as connection:
        return [row.id for row in await connection.execute(BEHIND)]


async def catch_up(database: Database, subscription: str) -> Step:
    """Plan the next part for one that is behind; its deliveries and how far it got are committed together."""
    async with database.engine.begin() as connection:
        row = (await connection.execute(ONE, {"id": subscription})).first()
        if row is None:
            return Step.DONE
        waiting = await connection.execute(WAITING, {"id": subscription, "most": MOST_WAITING})
        if waiting.scalar_one() >= MOST_WAITING:
            return Step.FULL
        head: int = (await connection.execute(HEAD)).scalar_one()
        near = head - row.planned <= NEAR
        if near:
            head = (await connection.execute(HEAD_LOCKED)).scalar_one()
        end, planned = await _part(connection, row, head)
        await rows.write(connection, planned, database.clock.now())
        joins = near and end >= head
        await connection.execute(GOT_TO, {"id": subscription, "position": end, "joins": joins})
        if joins:
            await connection.execute(ANEW)
        crash_point("planning_behind.before_commit")
    return Step.DONE if joins else Step.ON


async def _part(connection: AsyncConnection, row: Row[Any], head: int) -> tuple[int, list[Planned]]:
    """Return how far the next part goes, which is not beyond the head, and what is planned in it."""
    if row.planned >= head:
        return row.planned, []
    member = Member.of(row)
    members = Members([member])
    view = log.View.wanting(member.readers, row.types, row.filters)
    found = await log.rows(connection, view, row.planned, PART)
    planned = [
        Planned(member.id, event.position, event.event_id, event.aggregate)
        for event in found
        if event.position <= head and members.who_gets(event)
    ]
    end = found[-1].position if len(found) == PART else head
    return min(end, head), planned
