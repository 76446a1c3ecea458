"""Facts: what councils have to give, and what they delivered."""

from alembic import op

revision = "reporting_capacity_1122"
down_revision = "reporting_adoption_history_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"

STATEMENTS = (
    f"""
    CREATE TABLE capacity_fact (
      {FACT},
      council varchar NOT NULL,
      month   varchar NOT NULL,
      given   jsonb   NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX capacity_fact_latest ON capacity_fact (council, month, {LATEST_FIRST})",
    f"""
    CREATE TABLE delivery_fact (
      {FACT},
      council   varchar NOT NULL,
      month     varchar NOT NULL,
      delivered jsonb   NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX delivery_fact_latest ON delivery_fact (council, month, {LATEST_FIRST})",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
