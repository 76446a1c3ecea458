"""Checking the ledger of adoption: each line in the tables is what its events make of it, or the difference is told."""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy import func, text, tuple_
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.domain import ledger
from services.councils.domain.ledger import History, Key, Told
from services.councils.models import Adoption
from services.councils.reads.adoptions import histories
from shared.database import Database
from shared.events import find
from shared.events.councils import AdoptionMoved
from shared.outbox.record import OutboxEvent
from shared.service import Service
from shared.settings import Settings

LINES_AT_ONCE = 500
WORKED_OUT = {"opened_day", "effective_day"}
"""Columns that the database works out by itself."""
EVENTS = text("""
    SELECT aggregate_id, aggregate_version, event_id, event_type, payload, recorded_at FROM outbox_event
    WHERE aggregate_type = 'adoption' AND aggregate_id = ANY(CAST(:lines AS text[]))
    ORDER BY aggregate_id, aggregate_version""")


async def check_ledger(service: Service, settings: Settings, arguments: Sequence[str]) -> None:
    """Carry out `check-ledger`; ends with 1 if a line is not what its events make of it."""
    argparse.ArgumentParser(
        prog=f"python -m services.{service.name}.main check-ledger",
        description="Rebuild every adoption line from its events alone, and compare it with the tables.",
    ).parse_args(arguments)
    database = Database(settings, service.name)
    try:
        async with database.reading() as session:
            lines, differing = await compare(session)
    finally:
        await database.close()
    sys.stdout.write("".join(f"{one}\n" for one in differing))
    sys.stdout.write(f"{service.name}: {lines} adoption lines, {len(differing)} are not as their events tell them\n")
    if differing:
        sys.exit(1)


async def compare(session: AsyncSession) -> tuple[int, list[str]]:
    """Return how many lines were opened, and which are not as their events tell them."""
    seen, differing, after = 0, list[str](), ("", "")
    while lines := await _after(session, after):
        kept = {(one.line.council, one.line.deliverable): one for one in await histories(session, lines)}
        told = ledger.fold(await _told(session, kept))
        differing += [f"{'/'.join(key)}: {what}" for key, one in kept.items() if (what := _differs(one, told.get(key)))]
        seen, after = seen + len(lines), (lines[-1].council, lines[-1].deliverable)
    query = select(func.count(func.distinct(col(OutboxEvent.aggregate_id))))
    opened = (await session.exec(query.where(OutboxEvent.aggregate_type == "adoption"))).one()
    if opened > seen:
        differing.append(f"{opened - seen} lines were opened and are in no table")
    return max(opened, seen), differing


async def _after(session: AsyncSession, key: Key) -> Sequence[Adoption]:
    place = (col(Adoption.council), col(Adoption.deliverable))
    query = select(Adoption).where(tuple_(*place) > key).order_by(*place).limit(LINES_AT_ONCE)
    return (await session.exec(query)).all()


async def _told(session: AsyncSession, kept: dict[Key, History]) -> list[Told]:
    """Return the events of some lines; what events did not carry yet when they were told is taken as it is kept."""
    lines = [".".join(key) for key in kept]
    found = []
    for row in await (await session.connection()).execute(EVENTS, {"lines": lines}):
        kind = find(row.event_type)
        if kind is None:
            continue
        event = kind.model_validate_json(row.payload)
        if isinstance(event, AdoptionMoved) and "note" not in event.model_fields_set:
            moves = kept[event.council, event.deliverable].moves
            note = next((move.note for move in moves if move.number == row.aggregate_version), None)
            event = event.model_copy(update={"note": note})
        found.append(Told(event, row.event_id, row.aggregate_version, row.recorded_at))
    return found


def _differs(kept: History, told: History | None) -> str | None:
    """Return what of a line is not as its events tell it, None if all is."""
    if told is None:
        return "no event tells of it"
    pairs: list[tuple[str, Sequence[SQLModel], Sequence[SQLModel]]] = [
        ("line", [kept.line], [told.line]),
        ("moves", kept.moves, told.moves),
        ("plans", kept.plans, told.plans),
    ]
    return ", ".join(name for name, rows, events in pairs if _values(rows) != _values(events)) or None


def _values(rows: Sequence[SQLModel]) -> list[dict[str, object]]:
    return [row.model_dump(exclude=WORKED_OUT) for row in rows]
