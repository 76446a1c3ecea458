"""Versions of deliverables, and what took their place."""

from alembic import op

revision = "projects_deliverables_1122"
down_revision = "projects_gates_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = (
    """
    ALTER TABLE deliverable
      ADD COLUMN state_reason varchar,
      ADD COLUMN successor varchar REFERENCES deliverable (key),
      ADD COLUMN acknowledge_by date,
      ADD COLUMN latest_version varchar""",
    """
    CREATE TABLE deliverable_version (
      deliverable varchar     NOT NULL REFERENCES deliverable (key),
      version     varchar     NOT NULL,
      number      integer     NOT NULL,
      effective   date        NOT NULL,
      summary     varchar,
      link        varchar,
      sha256      varchar,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (deliverable, version)
    )""",
    "CREATE UNIQUE INDEX deliverable_version_by_day ON deliverable_version (deliverable, effective, number)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
