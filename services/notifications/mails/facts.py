"""What a mail has to tell, looked up when it is sent: how the subscription stands at that moment."""

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import text

from services.notifications.mails.queue import Due
from services.notifications.mails.wording import Facts
from shared.database import Database

FACTS = text("""
    SELECT one.name, one.council, one.state, one.cause, one.since, one.keep_days, endpoint.url,
           waiting.events AS waiting, oldest.planned_at AS oldest, last.status, last.outcome
    FROM subscription AS one
    LEFT JOIN endpoint ON endpoint.subscription = one.id
    CROSS JOIN LATERAL (SELECT count(*) AS events, min(position) AS first FROM delivery
                        WHERE delivery.subscription = one.id AND delivery.state = 'waiting') AS waiting
    LEFT JOIN delivery AS oldest ON oldest.subscription = one.id AND oldest.position = waiting.first
    LEFT JOIN LATERAL (SELECT status, outcome FROM attempt WHERE attempt.subscription = one.id
                       ORDER BY number DESC LIMIT 1) AS last ON true
    WHERE one.id = :subscription""")

OUTCOMES = {
    "retry": "none that counts as taken",
    "slow-down": "asked to be sent less",
    "gone": "gone",
    "blocked": "none: the address leads where nothing may be sent",
}


async def facts_of(database: Database, due: Due) -> Facts | None:
    """Return what there is to tell; None where it is over already."""
    async with database.engine.connect() as connection:
        row = (await connection.execute(FACTS, {"subscription": due.subscription})).first()
    if row is None or row.state != due.why or row.since != due.since:
        return None
    return Facts(
        subscription=due.subscription,
        name=row.name,
        council=row.council,
        why=due.why,
        cause=row.cause,
        since=row.since,
        waiting=row.waiting,
        oldest=row.oldest,
        keep_days=row.keep_days,
        endpoint=_where(row.url),
        last=_answer(row),
    )


def _where(url: str | None) -> str | None:
    """Return the machine an endpoint is on: what follows in its address may be its secret."""
    if url is None:
        return None
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _answer(row: Any) -> str | None:
    if row.outcome is None:
        return None
    return f"status {row.status}" if row.status else OUTCOMES.get(row.outcome, row.outcome)
