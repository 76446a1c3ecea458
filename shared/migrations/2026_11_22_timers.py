"""Timers as rows, and how far a demonstration has moved the clock on."""

from alembic import op

revision = "timers_2026_11_22"
down_revision = "inbox_reach_2026_11_22"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE clock (
      only_row boolean PRIMARY KEY CONSTRAINT clock_one_row CHECK (only_row),
      ahead    interval    NOT NULL,
      moved_at timestamptz NOT NULL,
      moved_by varchar     NOT NULL
    )""",
    """
    CREATE TABLE timer (
      kind     varchar     NOT NULL,
      of       varchar     NOT NULL,
      key      varchar     NOT NULL,
      due_at   timestamptz NOT NULL,
      tries    integer     NOT NULL,
      retry_at timestamptz,
      PRIMARY KEY (kind, of, key)
    )""",
    "CREATE INDEX timer_due ON timer (due_at, kind, of, key)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
