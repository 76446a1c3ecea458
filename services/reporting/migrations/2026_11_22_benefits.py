"""Facts: projects that were closed, baselines and targets of benefits, their measures, and what fell due."""

from alembic import op

revision = "reporting_benefits_1122"
down_revision = "reporting_work_requests_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"

STATEMENTS = (
    f"""
    CREATE TABLE project_closing_fact (
      {FACT},
      project varchar NOT NULL UNIQUE,
      outcome varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    """
    ALTER TABLE benefit_fact
      ADD COLUMN owner_role  varchar,
      ADD COLUMN measure     varchar,
      ADD COLUMN unit        varchar,
      ADD COLUMN attribution jsonb""",
    f"""
    CREATE TABLE benefit_figure_fact (
      {FACT},
      kind    varchar NOT NULL,
      benefit varchar NOT NULL,
      value   double precision NOT NULL,
      at      varchar NOT NULL,
      PRIMARY KEY (event_id, kind)
    )""",
    f"CREATE INDEX benefit_figure_fact_latest ON benefit_figure_fact (benefit, kind, {LATEST_FIRST})",
    f"""
    CREATE TABLE benefit_measure_fact (
      {FACT},
      benefit  varchar NOT NULL,
      period   date    NOT NULL,
      value    double precision NOT NULL,
      by_role  varchar NOT NULL,
      corrects integer,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX benefit_measure_fact_latest ON benefit_measure_fact (benefit, period, {LATEST_FIRST})",
    f"""
    CREATE TABLE benefit_due_fact (
      {FACT},
      benefit varchar NOT NULL,
      period  date    NOT NULL,
      overdue boolean NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX benefit_due_fact_latest ON benefit_due_fact (benefit, period, {LATEST_FIRST})",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
