"""Facts: work requests to participating councils."""

from alembic import op

revision = "reporting_work_requests_1122"
down_revision = "reporting_progress_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"

STATEMENTS = (
    f"""
    CREATE TABLE work_request_fact (
      {FACT},
      request  varchar NOT NULL,
      project  varchar NOT NULL,
      councils integer NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    "CREATE INDEX work_request_fact_of_request ON work_request_fact (request)",
    f"""
    CREATE TABLE work_request_terms_fact (
      {FACT},
      request  varchar NOT NULL,
      priority varchar,
      due      date,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX work_request_terms_fact_latest ON work_request_terms_fact (request, {LATEST_FIRST})",
    f"""
    CREATE TABLE work_request_answer_fact (
      {FACT},
      request varchar NOT NULL,
      council varchar NOT NULL,
      answer  varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX work_request_answer_fact_latest ON work_request_answer_fact (request, council, {LATEST_FIRST})",
    f"""
    CREATE TABLE work_request_cancellation_fact (
      {FACT},
      request varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    "CREATE INDEX work_request_cancellation_fact_of_request ON work_request_cancellation_fact (request)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
