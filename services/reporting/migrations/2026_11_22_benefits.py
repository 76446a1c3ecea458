"""Facts: benefit profiles with baseline, target and a schedule of measures."""

from alembic import op

revision = "reporting_benefits_1122"
down_revision = "reporting_work_requests_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""

STATEMENTS = (
    f"""
    CREATE TABLE project_closing_fact (
      {FACT},
      project varchar NOT NULL UNIQUE,
      outcome varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
