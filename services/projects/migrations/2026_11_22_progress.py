"""Progress updates and delivery confidence."""

from alembic import op

revision = "projects_progress_1122"
down_revision = "projects_calls_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE progress_update (
      project           varchar NOT NULL REFERENCES project (key),
      number            integer NOT NULL,
      text              varchar NOT NULL,
      by_role           varchar NOT NULL,
      evidence          jsonb   NOT NULL,
      effective         date    NOT NULL,
      told_on           date    NOT NULL,
      corrects          integer,
      correction_reason varchar,
      recorded_at       timestamptz NOT NULL,
      PRIMARY KEY (project, number)
    )""",
    "CREATE INDEX progress_update_of_project ON progress_update (project, effective, number)",
    """
    CREATE TABLE confidence_rating (
      project     varchar NOT NULL REFERENCES project (key),
      number      integer NOT NULL,
      kind        varchar NOT NULL CONSTRAINT confidence_rating_kind CHECK (kind IN ('own', 'independent')),
      rating      varchar NOT NULL
        CONSTRAINT confidence_rating_rating CHECK (rating IN ('green', 'amber', 'red', 'not-yet-rated')),
      by_role     varchar NOT NULL,
      reason      varchar,
      evidence    jsonb   NOT NULL,
      update      integer,
      effective   date    NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (project, number)
    )""",
    "CREATE INDEX confidence_rating_of_project ON confidence_rating (project, kind, effective, number)",
    """
    CREATE TABLE update_rhythm (
      project     varchar NOT NULL REFERENCES project (key),
      number      integer NOT NULL,
      every_days  integer,
      starts      date,
      effective   date    NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (project, number)
    )""",
    """
    CREATE TABLE silence (
      project     varchar NOT NULL REFERENCES project (key),
      quiet_since date    NOT NULL,
      heard_on    date,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (project, quiet_since)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
