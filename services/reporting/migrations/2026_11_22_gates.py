"""Facts: gate decisions with their conditions, evidence and overrides as rows; planned phases."""

from alembic import op

revision = "reporting_gates_1122"
down_revision = "reporting_void_2026_11_22"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"

STATEMENTS = (
    f"""
    CREATE TABLE gate_decision_fact (
      {FACT},
      project       varchar NOT NULL,
      decision      varchar NOT NULL,
      outcome       varchar NOT NULL,
      by_role       varchar NOT NULL,
      phase         varchar,
      criteria      integer NOT NULL,
      criteria_told integer NOT NULL,
      criteria_met  integer NOT NULL,
      override      jsonb,
      PRIMARY KEY (event_id)
    )""",
    "CREATE INDEX gate_decision_fact_of_project ON gate_decision_fact (project, effective_day)",
    f"""
    CREATE TABLE gate_condition_fact (
      {FACT},
      condition  varchar NOT NULL,
      project    varchar NOT NULL,
      decision   varchar NOT NULL,
      phase      varchar,
      text       varchar NOT NULL,
      owner_role varchar NOT NULL,
      due_day    date    NOT NULL,
      PRIMARY KEY (event_id, condition)
    )""",
    "CREATE INDEX gate_condition_fact_of_project ON gate_condition_fact (project, due_day)",
    f"""
    CREATE TABLE gate_condition_settled_fact (
      {FACT},
      condition  varchar NOT NULL,
      project    varchar NOT NULL,
      settlement varchar NOT NULL,
      by_role    varchar NOT NULL,
      reason     varchar,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX gate_condition_settled_fact_latest ON gate_condition_settled_fact (condition, {LATEST_FIRST})",
    f"""
    CREATE TABLE phase_plan_fact (
      {FACT},
      project varchar NOT NULL,
      phases  jsonb   NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX phase_plan_fact_latest ON phase_plan_fact (project, {LATEST_FIRST})",
    "ALTER TABLE project_phase_fact ADD COLUMN cause varchar",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
