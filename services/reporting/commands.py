"""What operators ask for: everything that was heard, heard again from the first event while the service goes on."""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy import text

from services.reporting.models import FACTS, ReleaseReport
from shared.errors import RefusedError
from shared.rebuild.run import Rebuild
from shared.service import Service
from shared.settings import Settings

NEWEST = """
    SELECT DISTINCT ON (council, deliverable) council, deliverable, effective_day, recorded_at, sequence, release, state
    FROM adoption_fact ORDER BY council, deliverable, effective_day DESC, recorded_at DESC, sequence DESC"""
LINES = (
    text(f"""
    DELETE FROM adoption_line AS have WHERE NOT EXISTS (
      SELECT FROM ({NEWEST}) AS told
      WHERE told.council = have.council AND told.deliverable = have.deliverable AND told IS NOT DISTINCT FROM have)"""),  # noqa: S608 - a query of our own
    text(f"INSERT INTO adoption_line {NEWEST} ON CONFLICT DO NOTHING"),
)
"""What only a hand can have made wrong: the newest fact of each adoption line, which follows the facts by itself."""

STRETCHES = (
    text("DELETE FROM taken_stretch WHERE stream IN (SELECT stream FROM rebuild.heard)"),
    text("""
    INSERT INTO taken_stretch (stream, incarnation, first, last, last_event, recorded_at)
    SELECT one.stream, one.incarnation, one.first, one.last, one.last_event,
           coalesce(told.recorded_at, to_timestamp(0))
    FROM (SELECT stream, incarnation, min(stream_seq) AS first, max(stream_seq) AS last,
                 (array_agg(event_id ORDER BY stream_seq DESC))[1] AS last_event
          FROM (SELECT *, stream_seq - dense_rank() OVER (PARTITION BY stream ORDER BY stream_seq) AS before_it
                FROM rebuild.heard) AS heard
          GROUP BY stream, incarnation, before_it) AS one
    LEFT JOIN told_event AS told ON told.event_id = one.last_event"""),
)
"""How far the streams were heard is told by what was heard; of an older life of a stream nothing is left."""


async def rebuild(service: Service, settings: Settings, arguments: Sequence[str]) -> None:
    """Rebuild the read models from the streams; frozen reports, and what was said of them, stay as they are."""
    argparse.ArgumentParser(
        prog=f"python -m services.{service.name}.main rebuild",
        description="Build the read models anew from all events. The service may run: it gives its old answers until "
        "everything is there. Ended at any moment, it has changed nothing.",
    ).parse_args(arguments)
    facts = [str(table.__tablename__) for table in FACTS]
    try:
        await Rebuild(service, settings, facts, [str(ReleaseReport.__tablename__)], _say, (*LINES, *STRETCHES)).run()
    except RefusedError as error:
        sys.exit(f"{service.name}: {error.detail}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
