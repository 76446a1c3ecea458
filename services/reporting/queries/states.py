"""The state of things as it was told, aggregate by aggregate: what the caller's feed would have told of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import ARRAY, Row, String, bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.states import Scope, fold
from shared.auth import Caller

Item = dict[str, Any]
"""One aggregate: its name, how far its history has got, and its state."""

_VISIBLE = "(CAST(:readers AS varchar[]) IS NULL OR readers = ANY(:readers))"
_OF_KINDS = "AND (CAST(:kinds AS varchar[]) IS NULL OR kind = ANY(:kinds))"
_CONCERNING = f"AND (kind, key) IN (SELECT kind, key FROM told_event WHERE about @> :concerning AND {_VISIBLE})"  # noqa: S608 - as below


def _statement(condition: str) -> Any:
    sql = f"""SELECT stream, kind, key, epoch, sequence, event_id, changes::text AS changes FROM told_event
              WHERE {_VISIBLE} {condition} ORDER BY kind, key, epoch, sequence"""  # noqa: S608 - of the words above
    names = ("readers", "kinds", "concerning")
    return text(sql).bindparams(*(bindparam(name, type_=ARRAY(String)) for name in names if f":{name}" in sql))


OF_KINDS = _statement(_OF_KINDS)
CONCERNING = _statement(_CONCERNING)


@dataclass(frozen=True, slots=True)
class Told:
    """What was told within a scope, as rows; making items of it is work that needs no database."""

    rows: Sequence[Row[Any]]

    def items(self) -> list[Item]:
        """Return every aggregate with its state, by name."""
        aggregates = groupby(self.rows, lambda row: (row.kind, row.key))
        made = [_item(kind, key, list(rows)) for (kind, key), rows in aggregates]
        return sorted(made, key=lambda one: str(one["aggregate"]))


async def told(session: AsyncSession, scope: Scope, caller: Caller) -> Told:
    """Return what was told within a scope that the caller may see, which is what its feed shows it."""
    values: dict[str, Any] = {"readers": readers(caller)}
    statement = OF_KINDS
    if scope.concerning:
        statement = CONCERNING
        values["concerning"] = [scope.concerning]
    else:
        values["kinds"] = None if scope.kinds is None else list(scope.kinds)
    connection = await session.connection()
    return Told((await connection.execute(statement, values)).all())


def readers(caller: Caller) -> list[str] | None:
    """Return whose events a caller sees: the Office everybody's, a council what is open and what is about itself."""
    return None if caller.council is None else ["all", f"council:{caller.council}"]


def places(items: Iterable[Item]) -> list[Item]:
    """Return items without their states: how far each history has got, which every copy knows."""
    return [{name: value for name, value in item.items() if name != "state"} for item in items]


def _item(kind: str, key: str, rows: Sequence[Row[Any]]) -> Item:
    newest = rows[-1]
    return {
        "aggregate": f"{kind}/{key}",
        "source": f"/{newest.stream.lower()}",
        "epoch": newest.epoch,
        "sequence": newest.sequence,
        "event": str(newest.event_id),
        "state": fold(orjson.loads(row.changes) for row in rows),
    }
