"""What snapshots are made of, remembered: what each event changes in the state, and how far each stream has come."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import text

from services.reporting.domain.states import LEFT_OUT, RULES, about, changes
from shared.database import Transaction
from shared.events import Envelope, Event, find

EXTEND = text("""
    WITH longer AS (
      UPDATE taken_stretch SET last = :last, last_event = :event, recorded_at = :recorded
      WHERE stream = :stream AND incarnation = :incarnation AND first <= :first
        AND last BETWEEN :first - 1 AND :last - 1
      RETURNING 1)
    INSERT INTO taken_stretch AS have (stream, incarnation, first, last, last_event, recorded_at)
    SELECT CAST(:stream AS varchar), CAST(:incarnation AS varchar), :first, :last, :event, :recorded
    WHERE NOT EXISTS (SELECT FROM longer)
      AND NOT EXISTS (SELECT FROM taken_stretch WHERE stream = :stream AND incarnation = :incarnation
                         AND first <= :first AND last >= :last)
    ON CONFLICT (stream, incarnation, first)
    DO UPDATE SET last = EXCLUDED.last, last_event = EXCLUDED.last_event, recorded_at = EXCLUDED.recorded_at
    WHERE have.last < EXCLUDED.last RETURNING 1""")
JOIN = (
    text("""
    UPDATE taken_stretch AS a SET last = b.last, last_event = b.last_event, recorded_at = b.recorded_at
    FROM taken_stretch AS b
    WHERE a.stream = :stream AND a.incarnation = :incarnation AND b.stream = :stream AND b.incarnation = :incarnation
      AND a.first < b.first AND b.first <= a.last + 1 AND a.last < b.last"""),
    text("""
    DELETE FROM taken_stretch AS b USING taken_stretch AS a
    WHERE a.stream = :stream AND a.incarnation = :incarnation AND b.stream = :stream AND b.incarnation = :incarnation
      AND a.first < b.first AND b.last <= a.last"""),
)
"""What was parted by an event that had to wait, or by another replica's list, is put together when it has met."""


def told(envelope: Envelope) -> dict[str, Any] | None:
    """Return the row of an event; None for what is no part of any state."""
    if envelope.aggregate_type in LEFT_OUT:
        return None
    kind = find(envelope.type)
    data = orjson.loads(envelope.data) if kind else {}
    return {
        "event_id": envelope.id,
        "stream": envelope.stream,
        "kind": envelope.aggregate_type,
        "key": envelope.aggregate_id,
        "epoch": envelope.epoch,
        "sequence": envelope.sequence,
        "recorded_at": envelope.recordedtime,
        "readers": _readers(kind, data),
        "about": about(data),
        "changes": changes(RULES.get(kind.short_name(), ()), data) if kind else [],
    }


async def come_this_far(change: Transaction, taken: Sequence[Envelope]) -> None:
    """Remember which places of a stream were taken in; in the transaction of their effect."""
    for run in _runs(taken):
        first, last = run[0], run[-1]
        life = {"stream": last.stream, "incarnation": last.incarnation or ""}
        values: dict[str, Any] = {"first": first.stream_sequence, "last": last.stream_sequence}
        values |= {"event": last.id, "recorded": last.recordedtime}
        if (await change.connection.execute(EXTEND, life | values)).first() is not None:
            for statement in JOIN:
                await change.connection.execute(statement, life)


def _runs(taken: Sequence[Envelope]) -> list[list[Envelope]]:
    """Return events in the stream's order, parted where one between them is missing."""
    runs: list[list[Envelope]] = []
    for one in sorted(taken, key=lambda each: each.stream_sequence or 0):
        if runs and (one.stream_sequence or 0) <= (runs[-1][-1].stream_sequence or 0) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _readers(kind: type[Event] | None, data: dict[str, Any]) -> str:
    """Return who may see an event, in the words of the feed, which shows it to the same."""
    audience = kind.audience if kind else "office"
    if audience in {"public", "programme"}:
        return "all"
    return f"council:{data.get('council') or ''}" if audience == "council" else "office"
