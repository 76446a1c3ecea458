"""Facts: benefit figures of councils, and who may see each."""

from alembic import op

revision = "reporting_council_figures_1122"
down_revision = "reporting_capacity_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL,
      council varchar NOT NULL, profile varchar NOT NULL, period varchar NOT NULL, stage varchar NOT NULL"""
NEWEST_FIRST = "council, profile, period, stage, sequence DESC"

STATEMENTS = (
    f"""
    CREATE TABLE council_figure_fact (
      {FACT},
      project varchar,
      type    varchar,
      unit    varchar,
      value   double precision,
      by_role varchar,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX council_figure_fact_latest ON council_figure_fact ({NEWEST_FIRST})",
    f"""
    CREATE TABLE council_figure_visibility_fact (
      {FACT},
      visibility varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX council_figure_visibility_fact_latest ON council_figure_visibility_fact ({NEWEST_FIRST})",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
