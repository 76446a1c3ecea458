"""What the database itself refuses: another's change at the same moment is a conflict, our own fault is a failure."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shared.database import Database
from shared.errors import ConflictError
from shared.outbox.record import Cause
from tests.support.office import Office

CAUSE = Cause("client:test", "a-correlation")
RELEASE = """INSERT INTO release (key, name, state, demonstration, version, created_at, changed_at)
             VALUES (:key, 'Release', :state, false, 1, now(), now())"""


async def test_what_another_request_made_at_the_same_moment_is_a_conflict(office: Office) -> None:
    database: Database = office.running.app.state.database
    taken = await office.release()
    with pytest.raises(ConflictError, match="at the same moment; read it again"):
        async with database.transaction(CAUSE) as change:
            await change.connection.execute(text(RELEASE), {"key": taken, "state": "planned"})


async def test_a_rule_of_ours_that_the_database_has_to_hold_is_no_conflict(office: Office) -> None:
    database: Database = office.running.app.state.database
    with pytest.raises(IntegrityError, match="release_state"):
        async with database.transaction(CAUSE) as change:
            await change.connection.execute(text(RELEASE), {"key": "no-such-state", "state": "open"})


async def test_a_history_never_has_two_events_of_one_version(office: Office) -> None:
    key = await office.release()
    (row,) = await office.running.sql("SELECT version, last_event FROM release WHERE key = $1", key)
    (event,) = await office.running.sql(
        "SELECT event_id, aggregate_version FROM outbox_event WHERE aggregate_id = $1", key
    )
    assert (row["version"], row["last_event"]) == (event["aggregate_version"], event["event_id"])
    with pytest.raises(ConflictError):
        async with office.running.app.state.database.transaction(CAUSE) as change:
            await change.connection.execute(
                text("""INSERT INTO outbox_event (event_id, aggregate_type, aggregate_id, aggregate_version, event_type,
                                                  schema_version, subject, payload, headers, occurred_at, recorded_at)
                        SELECT gen_random_uuid(), aggregate_type, aggregate_id, aggregate_version, event_type,
                               schema_version, subject, payload, headers, occurred_at, recorded_at
                          FROM outbox_event WHERE aggregate_id = :key"""),
                {"key": key},
            )
