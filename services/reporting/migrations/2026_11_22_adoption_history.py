"""Facts: plans, variants and the days of adoption."""

from alembic import op

revision = "reporting_adoption_history_1122"
down_revision = "reporting_membership_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"

STATEMENTS = (
    "ALTER TABLE adoption_fact ADD COLUMN reason varchar",
    f"""
    CREATE TABLE adoption_plan_fact (
      {FACT},
      council     varchar NOT NULL,
      deliverable varchar NOT NULL,
      adopt_on    varchar,
      in_use_on   varchar,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX adoption_plan_fact_latest ON adoption_plan_fact (council, deliverable, {LATEST_FIRST})",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
