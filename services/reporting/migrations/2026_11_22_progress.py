"""Facts: progress updates and delivery confidence."""

from alembic import op

revision = "reporting_progress_1122"
down_revision = "reporting_calls_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"

STATEMENTS = (
    f"""
    CREATE TABLE progress_update_fact (
      {FACT},
      project  varchar NOT NULL,
      number   integer NOT NULL,
      told_on  date    NOT NULL,
      corrects integer,
      PRIMARY KEY (event_id)
    )""",
    "CREATE INDEX progress_update_fact_told ON progress_update_fact (project, told_on)",
    f"""
    CREATE TABLE confidence_rating_fact (
      {FACT},
      project varchar NOT NULL,
      kind    varchar NOT NULL,
      rating  varchar NOT NULL,
      by_role varchar NOT NULL,
      reason  varchar,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX confidence_rating_fact_latest ON confidence_rating_fact (project, kind, {LATEST_FIRST})",
    f"""
    CREATE TABLE silence_fact (
      {FACT},
      project varchar NOT NULL,
      quiet   boolean NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX silence_fact_latest ON silence_fact (project, {LATEST_FIRST})",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
