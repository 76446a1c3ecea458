"""Facts: which roles in councils have a holder and a deputy."""

from alembic import op

revision = "reporting_roles_1122"
down_revision = "reporting_council_figures_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE held_role_fact (
      event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL,
      council varchar NOT NULL,
      role    varchar NOT NULL,
      holder  boolean NOT NULL,
      deputy  boolean NOT NULL,
      ends    date,
      PRIMARY KEY (event_id)
    )""",
    """
    CREATE INDEX held_role_fact_latest
      ON held_role_fact (council, role, effective_day DESC, recorded_at DESC, sequence DESC)""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
