"""The hot path: a change of one row that says one event, and a look at one row, in as few round trips as can be.

A change is two statements: one reads the row and what the Idempotency-Key got before, one writes row, event and answer
if nobody was faster, all or nothing. Who was overtaken decides anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, Generic, TypeVar, cast

import asyncpg

from shared.crash import crash_point
from shared.database import Aggregate
from shared.errors import NotFoundError, UnavailableError
from shared.events import Event
from shared.outbox.record import Recorded, columns
from shared.web.calls import Call
from shared.web.resources import Resource

A = TypeVar("A", bound=Aggregate)
V = TypeVar("V", bound=Resource)

TRIES = 20
"""How often a change is decided anew because another was faster; each time one of them got through."""

CHANGE = """
    WITH changed AS (
      UPDATE {table} SET {assignments}, version = $3, last_event = $4, changed_at = $5
      WHERE {key} = $1 AND version = $2 RETURNING 1),
    said AS (
      INSERT INTO outbox_event (event_id, aggregate_version, recorded_at, aggregate_type, aggregate_id, event_type,
                                schema_version, subject, payload, headers, occurred_at)
      SELECT $4, $3, $5, $6, $7, $8, $9, $10, $11, $12::jsonb || jsonb_build_object('ce-epoch', epoch::text), $13
      FROM database_epoch, changed),
    answered AS (
      INSERT INTO idempotency_key (client, key, fingerprint, answer)
      SELECT $14, $15::varchar, $16, $17::jsonb FROM changed WHERE $15::varchar IS NOT NULL)
    SELECT CASE WHEN $18 THEN pg_notify('outbox', '')::text END FROM changed"""
FIRST_COLUMN = 19
"""The number of the first parameter that is a column of the row."""


@dataclass(frozen=True, slots=True)
class OneRow(Generic[A]):
    """A table of which single rows are changed and shown often; `columns` are those that a change may set."""

    columns: tuple[str, ...]
    called: str
    _read: str
    _look: str
    _change: str

    @classmethod
    def of(cls, model: type[A], *columns: str, called: str) -> "OneRow[A]":
        """Write the statements for a table whose key is one column."""
        table = model.__table__  # type: ignore[attr-defined]
        (key,) = (column.name for column in table.primary_key)
        listed = ", ".join(column.name for column in table.columns)
        assignments = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, start=FIRST_COLUMN))
        row = f"SELECT {listed} FROM {table.name}"  # noqa: S608 - names of ours
        read = f"""SELECT {", ".join(f"r.{column.name}" for column in table.columns)}, i.fingerprint, i.answer
                   FROM {table.name} AS r LEFT JOIN idempotency_key AS i ON i.client = $2 AND i.key = $3
                   WHERE r.{key} = $1"""  # noqa: S608 - names of ours
        change = CHANGE.format(table=table.name, key=key, assignments=assignments)
        return cls(columns, called, read, f"{row} WHERE {key} = $1", change)

    async def look(self, call: Call, key: str) -> A:
        """Return the row, or refuse by the name people use for it."""
        found = await call.database.single.row(self._look, key)
        if found is None:
            raise NotFoundError(f"There is no {self.called} '{key}'.")
        return self._row(dict(found))

    async def change(self, call: Call, key: str, decide: Callable[[A, date], Event], view: Callable[[A], V]) -> V:
        """Let `decide` change the row and say what happened, or refuse; return the view that the caller is answered.

        Raises RepeatedError if the same request was carried out before, and UnavailableError if others were faster
        again and again.
        """
        async with call.database.single.connection() as connection:
            for _ in range(TRIES):
                row = await self._found(connection, call, key)
                call.expect(row)
                now, version = datetime.now(UTC), row.version
                event = decide(row, call.today)
                row.version += 1
                made = Recorded.of(event, version=row.version, previous=row.last_event, now=now, cause=call.cause)
                row.last_event, row.changed_at = made.id, now
                answer = view(row)
                if await self._written(connection, call, key, row, version, made, answer):
                    return answer
        raise UnavailableError(f"The {self.called} '{key}' is being changed by many at once. Try again in a moment.")

    async def _found(self, connection: Any, call: Call, key: str) -> A:
        found = await connection.fetchrow(self._read, key, call.caller.client, call.key)
        if found is None:
            raise NotFoundError(f"There is no {self.called} '{key}'.")
        values = dict(found)
        fingerprint, before = values.pop("fingerprint"), values.pop("answer")
        if fingerprint is not None:
            call.answer_again(fingerprint, before)
        return self._row(values)

    def _row(self, values: dict[str, Any]) -> A:
        # plain values under the names of the model: making it a model takes longer than reading it did
        return cast("A", SimpleNamespace(**values))

    async def _written(
        self, connection: Any, call: Call, key: str, row: A, version: int, made: Recorded, answer: V
    ) -> bool:
        """Write it all if the row is as it was read; say whether it was."""
        said = columns(made)
        database = call.database
        crash_point("api.before_commit")
        try:
            written = await connection.fetchrow(
                self._change,
                key,
                version,
                row.version,
                made.id,
                row.changed_at,
                *(said[name] for name in SAID),
                call.caller.client,
                call.key,
                call.fingerprint,
                answer.model_dump(mode="json"),
                not database.relay_leads_here,
                *(getattr(row, name) for name in self.columns),
            )
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name != "idempotency_key_pkey":
                raise
            # the same request at the same moment: the other one was carried out, and its answer is there now
            return False
        if written is None:
            return False
        crash_point("api.after_commit_before_reply")
        database.outbox_wake.set()
        return True


SAID = (
    "aggregate_type",
    "aggregate_id",
    "event_type",
    "schema_version",
    "subject",
    "payload",
    "headers",
    "occurred_at",
)
