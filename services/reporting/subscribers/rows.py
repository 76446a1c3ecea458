"""Facts on their way into tables: which rows an event becomes, and how the rows of many events are added at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date
from typing import Any

import orjson
from sqlalchemy import TextClause, text

from services.reporting.models import FACTS, ReportingTable, ToldEvent
from services.reporting.subscribers.telling import told
from shared.database import Transaction
from shared.events import Envelope, Event
from shared.messaging.envelope import UndecodableError
from shared.messaging.subscription import Heard, Together
from shared.values import last_day

ALWAYS = date.min
"""The day of a fact that counts at every date: what a thing is called before any later name."""

Row = tuple[type[ReportingTable], dict[str, Any]]
Tell = Callable[[Any], Iterable[Row]]
"""Returns what an event tells, without what `when` adds to every fact."""

ADD: dict[str, TextClause] = {
    str(table.__tablename__): text(
        f"INSERT INTO {table.__tablename__} "  # noqa: S608 - the name of a table of ours
        f"SELECT * FROM jsonb_populate_recordset(NULL::{table.__tablename__}, CAST(:rows AS jsonb))"
    )
    for table in FACTS
}
"""One statement a table, however many rows: they travel as one JSON document."""


def together(tells: Mapping[type[Event], Tell]) -> Together:
    """Return what takes a list of events in: one statement for each table that any of them has rows for."""

    async def remember(change: Transaction, heard: Sequence[Heard[Event]], envelopes: Sequence[Envelope]) -> None:
        found: dict[str, list[dict[str, Any]]] = {}
        for one in heard:
            tell = tells.get(type(one.event))
            for table, row in _rows(one, tell) if tell else ():
                found.setdefault(str(table.__tablename__), []).append(row)
        found[str(ToldEvent.__tablename__)] = [each for one in envelopes if (each := told(one)) is not None]
        for name, rows in found.items():
            # nothing of what came may be part of any state
            if not rows:
                continue
            await change.connection.execute(ADD[name], {"rows": orjson.dumps(rows).decode()})

    return remember


def _rows(one: Heard[Event], tell: Tell) -> list[Row]:
    try:
        times = _when(one)
        return [(table, times | row) for table, row in tell(one.event)]
    except ValueError as error:
        # a date that is none will be none tomorrow: parked at once, not tried again
        raise UndecodableError(f"the event cannot be understood: {error}") from error


def _when(one: Heard[Event]) -> dict[str, Any]:
    # asked of the class: pydantic takes long to say that an instance lacks something
    effective = getattr(one.event, "effective", None) if "effective" in type(one.event).model_fields else None
    return {
        "event_id": one.envelope.id,
        "effective": effective,
        "effective_day": day(effective) or one.envelope.time.astimezone(UTC).date(),
        "recorded_at": one.envelope.recordedtime,
        "sequence": one.envelope.sequence,
    }


def day(partial: str | None) -> date | None:
    """Return the day from which a partial date certainly holds."""
    return None if partial is None else last_day(partial)
