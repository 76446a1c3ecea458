"""Tables beside the real ones, filled while those go on being read; in the end the real ones are made equal to them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events import Envelope
from shared.inbox import Place

VERSIONS_AT_ONCE = 5_000

CLEAR = text("DROP SCHEMA IF EXISTS rebuild CASCADE")
MAKE = (
    text("CREATE SCHEMA rebuild"),
    text("CREATE UNLOGGED TABLE rebuild.heard (event_id uuid, stream varchar, stream_seq bigint, incarnation varchar)"),
    text("CREATE UNLOGGED TABLE rebuild.reached (type varchar, id varchar, epoch integer, version bigint)"),
)
# what the real table would refuse is refused here; indexes that only make reading faster are left out
RULES = text("""
    SELECT conrelid::regclass::text AS name, pg_get_constraintdef(oid) AS rule FROM pg_constraint
    WHERE contype IN ('p', 'u', 'c') AND conrelid = ANY(CAST(CAST(:tables AS text[]) AS regclass[]))
    ORDER BY conrelid, conname""")
# what writes to the real tables writes to these, unchanged; what a crash takes of them is made again anyway
SET = text("SELECT set_config('search_path', :path, true), set_config('synchronous_commit', :synchronous, true)")
REMEMBER = text("""
    INSERT INTO rebuild.heard
    SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:streams AS text[]), CAST(:places AS bigint[]),
                         CAST(:incarnations AS text[]))""")
REACHED = text("""
    INSERT INTO rebuild.reached
    SELECT * FROM unnest(CAST(:types AS text[]), CAST(:ids AS text[]), CAST(:epochs AS integer[]),
                         CAST(:versions AS bigint[]))""")
# in this order: whoever is taking events in ends first, and who comes next waits before it sees how far it has got
NOBODY_HEARS = (text("LOCK TABLE inbox_version IN EXCLUSIVE MODE"), text("LOCK TABLE inbox IN EXCLUSIVE MODE"))
HAD = text("SELECT event_id FROM public.inbox WHERE consumer = :consumer AND event_id = ANY(CAST(:ids AS uuid[]))")
NOT_HEARD = text("""
    DELETE FROM public.inbox AS have WHERE consumer = CAST(:consumer AS varchar)
       AND NOT EXISTS (SELECT FROM rebuild.heard AS told WHERE told.event_id = have.event_id)""")
HEARD = (
    text("""
    INSERT INTO public.inbox (consumer, event_id, stream, stream_seq)
    SELECT CAST(:consumer AS varchar), told.event_id, told.stream, max(told.stream_seq) FROM rebuild.heard AS told
    WHERE NOT EXISTS (SELECT FROM public.inbox AS have WHERE have.consumer = CAST(:consumer AS varchar)
                         AND have.event_id = told.event_id AND have.stream_seq >= told.stream_seq)
    GROUP BY told.event_id, told.stream
    ON CONFLICT (consumer, event_id) DO UPDATE SET stream_seq = EXCLUDED.stream_seq"""),
    text("""
    DELETE FROM public.inbox_version AS have WHERE consumer = CAST(:consumer AS varchar)
       AND NOT EXISTS (SELECT FROM rebuild.reached AS told
                       WHERE told.type = have.aggregate_type AND told.id = have.aggregate_id)"""),
    text("""
    INSERT INTO public.inbox_version AS have (consumer, aggregate_type, aggregate_id, epoch, version)
    SELECT CAST(:consumer AS varchar), type, id, epoch, version FROM rebuild.reached
    ON CONFLICT (consumer, aggregate_type, aggregate_id)
    DO UPDATE SET epoch = EXCLUDED.epoch, version = EXCLUDED.version
    WHERE (have.epoch, have.version) <> (EXCLUDED.epoch, EXCLUDED.version)"""),
)


@dataclass(slots=True)
class Swapped:
    """What was wrong before."""

    put_in: int = 0
    taken_out: int = 0
    not_in_streams: int = 0

    def __str__(self) -> str:
        said = f"Facts put in: {self.put_in:,}, taken out: {self.taken_out:,}."
        return said + (f" No stream has {self.not_in_streams:,} events any more." if self.not_in_streams else "")


async def clear(connection: AsyncConnection) -> None:
    await connection.execute(CLEAR)


async def make(connection: AsyncConnection, tables: Sequence[str]) -> None:
    """Make empty shadows of these tables, with their rules, in place of any that a dead rebuild left."""
    await clear(connection)
    for statement in MAKE:
        await connection.execute(statement)
    for table in tables:
        await connection.execute(
            text(f"CREATE UNLOGGED TABLE rebuild.{table} (LIKE public.{table} INCLUDING DEFAULTS)")
        )
    for name, rule in (await connection.execute(RULES, {"tables": list(tables)})).all():
        await connection.execute(text(f"ALTER TABLE rebuild.{name} ADD {rule}"))


async def inside(connection: AsyncConnection) -> None:
    """Let this transaction write to the shadows."""
    await connection.execute(SET, {"path": "rebuild, public", "synchronous": "off"})


async def remember(connection: AsyncConnection, envelopes: Sequence[Envelope]) -> None:
    """Remember that these events came."""
    await connection.execute(
        REMEMBER,
        {
            "ids": [envelope.id for envelope in envelopes],
            "streams": [envelope.stream for envelope in envelopes],
            "places": [envelope.stream_sequence for envelope in envelopes],
            "incarnations": [envelope.incarnation for envelope in envelopes],
        },
    )


async def let_nobody_hear(connection: AsyncConnection) -> None:
    """Let the live consumer wait until this transaction ends; readers go on."""
    for statement in NOBODY_HEARS:
        await connection.execute(statement)


async def had(connection: AsyncConnection, consumer: str, ids: Collection[UUID]) -> set[UUID]:
    """Return which of these events the live consumer has taken in."""
    found = await connection.execute(HAD, {"consumer": consumer, "ids": list(ids)})
    return {row.event_id for row in found}


async def swap(
    connection: AsyncConnection, consumer: str, facts: Sequence[str], reached: Mapping[tuple[str, str], Place]
) -> Swapped:
    """Make the real tables equal to the shadows, and the inbox to what was heard.

    Only what differs is written: where all was right nothing is, and readers have their old answers until the commit.
    """
    await connection.execute(SET, {"path": "public", "synchronous": "on"})
    await _reached(connection, reached)
    outcome = Swapped()
    for table in facts:
        await connection.execute(text(f"ANALYZE rebuild.{table}"))
        same = "told.event_id = have.event_id AND told IS NOT DISTINCT FROM have"
        wrong = f"public.{table} AS have WHERE NOT EXISTS (SELECT FROM rebuild.{table} AS told WHERE {same})"
        right = f"rebuild.{table} AS told WHERE NOT EXISTS (SELECT FROM public.{table} AS have WHERE {same})"
        outcome.taken_out += (await connection.execute(text(f"DELETE FROM {wrong}"))).rowcount  # noqa: S608
        put_in = await connection.execute(text(f"INSERT INTO public.{table} SELECT told.* FROM {right}"))  # noqa: S608
        outcome.put_in += put_in.rowcount
    await connection.execute(text("ANALYZE rebuild.heard"))
    outcome.not_in_streams = (await connection.execute(NOT_HEARD, {"consumer": consumer})).rowcount
    for statement in HEARD:
        await connection.execute(statement, {"consumer": consumer})
    return outcome


async def _reached(connection: AsyncConnection, reached: Mapping[tuple[str, str], Place]) -> None:
    places = list(reached.items())
    for start in range(0, len(places), VERSIONS_AT_ONCE):
        some = places[start : start + VERSIONS_AT_ONCE]
        values = {
            "types": [kind for (kind, _), _ in some],
            "ids": [key for (_, key), _ in some],
            "epochs": [epoch for _, (epoch, _) in some],
            "versions": [version for _, (_, version) in some],
        }
        await connection.execute(REACHED, values)
