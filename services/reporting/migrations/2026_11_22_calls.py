"""Facts: calls for participation, the calendar they are checked against, and what councils have given."""

from alembic import op

revision = "reporting_calls_1122"
down_revision = "reporting_releases_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"

STATEMENTS = (
    f"""
    CREATE TABLE call_fact (
      {FACT},
      call     varchar NOT NULL,
      project  varchar NOT NULL,
      title    varchar NOT NULL,
      deadline date    NOT NULL,
      asks     jsonb   NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX call_fact_latest ON call_fact (call, {LATEST_FIRST})",
    f"""
    CREATE TABLE call_closing_fact (
      {FACT},
      call  varchar NOT NULL,
      cause varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX call_closing_fact_latest ON call_closing_fact (call, {LATEST_FIRST})",
    f"""
    CREATE TABLE call_answer_fact (
      {FACT},
      call        varchar NOT NULL,
      council     varchar NOT NULL,
      answer      varchar NOT NULL,
      commitments jsonb   NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX call_answer_fact_latest ON call_answer_fact (call, council, {LATEST_FIRST})",
    f"""
    CREATE TABLE shortfall_fact (
      {FACT},
      call       varchar NOT NULL,
      role       varchar NOT NULL,
      from_month varchar NOT NULL,
      to_month   varchar NOT NULL,
      months     jsonb   NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX shortfall_fact_latest ON shortfall_fact (call, role, from_month, to_month, {LATEST_FIRST})",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
