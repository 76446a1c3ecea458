"""Settling what is reported: it is new, known already, a feed's correction of a feed, or in conflict with a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Literal

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.database import Transaction
from shared.errors import RefusedError
from shared.imports import tables
from shared.imports.kinds import Kind, Reporter, Standing, W
from shared.imports.reports import Reports
from shared.outbox.record import new_id

Outcome = Literal["new", "known", "changed", "conflict"]

ORIGINS = text("SELECT key, version FROM fact_origin WHERE kind = :kind AND key = ANY(:keys)")
KEEP_ORIGINS = text("""
    INSERT INTO fact_origin (kind, key, version, road, source, client, reported_at)
    SELECT :kind, key, version, :road, :source, :client, :at FROM unnest(CAST(:keys AS varchar[]),
      CAST(:versions AS bigint[])) AS told (key, version)
    ON CONFLICT (kind, key) DO UPDATE SET version = EXCLUDED.version, road = EXCLUDED.road,
      source = EXCLUDED.source, client = EXCLUDED.client, reported_at = EXCLUDED.reported_at""")
SETTERS = text("""
    SELECT aggregate_id, aggregate_version, headers ->> 'ce-actor' AS actor, recorded_at FROM outbox_event
    JOIN unnest(CAST(:ids AS varchar[]), CAST(:versions AS bigint[])) AS wanted (id, version)
      ON aggregate_id = wanted.id AND aggregate_version = wanted.version
    WHERE aggregate_type = :type""")

AGREED = "The feed says what stands."
"""Why a conflict is settled that has ended by itself."""


@dataclass(slots=True)
class Judged(Generic[W]):
    """A fact in the light of what stands: what it would come to, or why it is refused."""

    wish: W
    key: str
    standing: Standing
    outcome: Outcome = "known"
    refusal: RefusedError | None = None
    conflict: tables.Disagreement | None = None
    """A conflict about this fact that is there already: open, or decided for what stands."""


async def judge(
    reports: Reports, kind: Kind[W], session: AsyncSession, wishes: Sequence[W], today: date, *, lock: bool
) -> list[Judged[W]]:
    """Say what each of these facts would come to; all is read at once, and locked if it is to be applied."""
    keys = [kind.key(wish) for wish in wishes]
    standing = await kind.standing(session, wishes, lock=lock)
    connection = await session.connection()
    of = [*keys, *(part for then in standing for part, _ in then.parts)]
    found = await connection.execute(ORIGINS, {"kind": kind.name, "keys": of})
    origins: dict[str, int] = {row.key: row.version for row in found}
    conflicts = await _conflicts(reports, kind.name, session, keys)
    judged = []
    for wish, key, then in zip(wishes, keys, standing, strict=True):
        one = Judged(wish, key, then)
        judged.append(one)
        if kind.agrees(wish, then):
            one.conflict = _still_open(conflicts.get(key))
        elif _by_hand(then, key, origins):
            one.outcome, one.conflict = "conflict", _same(conflicts.get(key), kind, wish, then)
        else:
            one.outcome = "changed" if then.content is not None and not then.stands_by_itself else "new"
            try:
                kind.check(wish, then, today)
            except RefusedError as error:
                one.refusal = error
    return judged


async def standing_of(kind: Kind[W], change: Transaction, wish: W) -> Judged[W]:
    """Return a fact that was decided for, in the light of what stands: whoever set that, it is to give way."""
    (then,) = await kind.standing(change.session, [wish], lock=True)
    one = Judged(wish, kind.key(wish), then)
    if not kind.agrees(wish, then):
        one.outcome = "changed"
        try:
            kind.check(wish, then, change.today)
        except RefusedError as error:
            one.refusal = error
    return one


async def settle(
    reports: Reports,
    kind: Kind[W],
    change: Transaction,
    reporter: Reporter,
    judged: Sequence[Judged[W]],
    reason: str | None = None,
) -> None:
    """Apply what is new or changed, and write down what disagrees; `judged` holds no refusal."""
    told = [one for one in judged if one.outcome in {"new", "changed"}]
    if told:
        because = reason or f"Reported anew by {reporter.source}"
        versions = await kind.apply(change, [(one.wish, one.standing) for one in told], because)
        await change.flush()
        await keep_origins(change, kind.name, reporter, [one.key for one in told], versions)
        parts = [(kind.part(one.wish, change.today), version) for one, version in zip(told, versions, strict=True)]
        named = {part: version for part, version in parts if part is not None}
        await keep_origins(change, kind.name, reporter, list(named), list(named.values()))
    for one in judged:
        if one.outcome == "known" and one.conflict is not None:
            resolve(reports, change, one.conflict, "standing", AGREED, reporter.client)
    await _disagree(reports, kind, change, reporter, [one for one in judged if one.outcome == "conflict"])
    await change.flush()


async def keep_origins(
    change: Transaction, kind: str, reporter: Reporter, keys: Sequence[str], versions: Sequence[int]
) -> None:
    """Remember that a feed set what stands of these facts."""
    values = {
        "kind": kind,
        "road": reporter.road,
        "source": reporter.source,
        "client": reporter.client,
        "at": change.now,
        "keys": list(keys),
        "versions": list(versions),
    }
    await change.connection.execute(KEEP_ORIGINS, values)


def resolve(reports: Reports, change: Transaction, row: tables.Disagreement, keep: str, reason: str, by: str) -> None:
    """Say that it was decided which of two is kept, and why."""
    row.state, row.keep, row.reason = "resolved", keep, reason
    row.resolved_by, row.resolved_at = by, change.now
    values = {"owner": row.owner, "conflict": row.id, "kind": row.kind, "fact": row.key}
    change.record(reports.says.conflict_resolved(**values, keep=keep, reason=reason), of=row)


def _by_hand(then: Standing, key: str, origins: Mapping[str, int]) -> bool:
    """Say whether a person set what stands, or a part of it that a report bears on: no feed did, or one came after."""
    if then.content is None or then.stands_by_itself:
        return False
    return any(part not in origins or version > origins[part] for part, version in then.parts or [(key, then.version)])


def _still_open(row: tables.Disagreement | None) -> tables.Disagreement | None:
    return row if row is not None and row.state == "open" else None


def _same(row: tables.Disagreement | None, kind: Kind[W], wish: W, then: Standing) -> tables.Disagreement | None:
    """Return a conflict that goes on: open, or decided for what stands since, against the very same report."""
    if row is None or row.state == "open":
        return row
    decided = row.standing_version == then.version and row.reported == kind.content(wish)
    return row if decided and row.keep == "standing" else None


async def _conflicts(
    reports: Reports, kind: str, session: AsyncSession, keys: Sequence[str]
) -> dict[str, tables.Disagreement]:
    """Return the latest conflict about each of these facts, where there was one."""
    table = reports.conflict
    query = select(table).where(table.kind == kind, col(table.key).in_(keys)).order_by(col(table.id))
    return {row.key: row for row in await session.exec(query)}


async def _disagree(
    reports: Reports, kind: Kind[W], change: Transaction, reporter: Reporter, judged: Sequence[Judged[W]]
) -> None:
    """Write down conflicts; one that goes on as it was is not told again."""
    fresh = [one for one in judged if one.conflict is None or _is_news(one, kind)]
    setters = await _setters(change, fresh)
    # what stands and what was reported follow below, also for one that is there already
    made: Any = reports.conflict
    for one in fresh:
        row = one.conflict or made(
            id=str(new_id()),
            kind=kind.name,
            key=one.key,
            owner=kind.owner(one.wish, reporter.council),
            state="open",
            about=one.wish.model_dump(mode="json", include=set(kind.identity), exclude_none=True, by_alias=True),
            created_at=change.now,
            changed_at=change.now,
        )
        then = one.standing
        row.standing, row.standing_version = dict(then.content or {}), then.version
        row.standing_by, row.standing_since = setters.get((then.aggregate[1], then.version), (then.by, then.since))
        row.reported, row.reported_at = kind.content(one.wish), change.now
        row.reported_by, row.reported_source, row.reported_road = reporter.client, reporter.source, reporter.road
        one.conflict = row
        told = {"owner": row.owner, "conflict": row.id, "kind": row.kind, "fact": row.key, "road": row.reported_road}
        change.record(reports.says.conflict_found(**told), of=row)


def _is_news(one: Judged[W], kind: Kind[W]) -> bool:
    """Say whether an open conflict is another one now: by what is reported, or by what stands."""
    row = one.conflict
    if row is None or row.state != "open":
        return False
    return row.reported != kind.content(one.wish) or row.standing_version != one.standing.version


async def _setters(change: Transaction, judged: Sequence[Judged[Any]]) -> dict[tuple[str, int], tuple[str, datetime]]:
    """Return who set what stands of these facts, and when: as the events that told it say."""
    found: dict[tuple[str, int], tuple[str, datetime]] = {}
    for aggregate in {one.standing.aggregate[0] for one in judged} - {""}:
        mine = [one.standing for one in judged if one.standing.aggregate[0] == aggregate]
        values = {
            "type": aggregate,
            "ids": [one.aggregate[1] for one in mine],
            "versions": [one.version for one in mine],
        }
        for row in await change.connection.execute(SETTERS, values):
            found[row.aggregate_id, row.aggregate_version] = (row.actor, row.recorded_at)
    return found
