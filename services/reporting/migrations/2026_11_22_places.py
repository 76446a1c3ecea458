"""What snapshots are made of: what each event changed, and how far each stream was taken in."""

from alembic import op

revision = "reporting_places_1122"
down_revision = "reporting_roles_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE told_event (
      event_id uuid PRIMARY KEY,
      stream varchar NOT NULL,
      kind varchar NOT NULL,
      key varchar NOT NULL,
      epoch integer NOT NULL,
      sequence bigint NOT NULL,
      recorded_at timestamptz NOT NULL,
      readers varchar NOT NULL,
      about varchar[] NOT NULL,
      changes jsonb NOT NULL
    )""",
    "CREATE INDEX told_event_of_aggregate ON told_event (kind, key)",
    "CREATE INDEX told_event_about ON told_event USING gin (about)",
    "CREATE INDEX told_event_recorded ON told_event (stream, recorded_at)",
    """
    CREATE TABLE taken_stretch (
      stream varchar NOT NULL,
      incarnation varchar NOT NULL,
      first bigint NOT NULL,
      last bigint NOT NULL,
      last_event uuid NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (stream, incarnation, first)
    )""",
    # what was heard before this table was there is in no state until the read models were rebuilt, which takes it away
    """
    INSERT INTO taken_stretch (stream, incarnation, first, last, last_event, recorded_at)
    SELECT DISTINCT stream, 'heard before', 0, 0, CAST('00000000-0000-0000-0000-000000000000' AS uuid), to_timestamp(0)
    FROM inbox""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
