"""Projects that are closed, and benefit profiles with baseline, target and a schedule of measures."""

from alembic import op

revision = "projects_benefits_1122"
down_revision = "projects_work_requests_1122"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE project
      ADD COLUMN closed_on           date,
      ADD COLUMN outcome             varchar,
      ADD COLUMN closed_by_role      varchar,
      ADD COLUMN closing_reason      varchar,
      ADD COLUMN closing_recorded_at timestamptz""",
    """
    ALTER TABLE benefit
      ADD COLUMN effective              date,
      ADD COLUMN owner_role             varchar,
      ADD COLUMN measure                varchar,
      ADD COLUMN unit                   varchar,
      ADD COLUMN attribution_kind       varchar,
      ADD COLUMN attribution_percentage double precision,
      ADD COLUMN attribution_rule       varchar""",
    """
    CREATE TABLE benefit_figure (
      benefit     varchar NOT NULL REFERENCES benefit (key),
      kind        varchar NOT NULL,
      number      integer NOT NULL,
      value       double precision NOT NULL,
      at          varchar NOT NULL,
      reason      varchar,
      effective   date    NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (benefit, kind, number)
    )""",
    """
    CREATE TABLE benefit_schedule (
      benefit     varchar NOT NULL REFERENCES benefit (key),
      number      integer NOT NULL,
      every       varchar,
      first_due   date,
      last_due    date,
      effective   date    NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (benefit, number)
    )""",
    """
    CREATE TABLE benefit_measure (
      benefit     varchar NOT NULL REFERENCES benefit (key),
      number      integer NOT NULL,
      period      date    NOT NULL,
      value       double precision NOT NULL,
      by_role     varchar NOT NULL,
      evidence    jsonb   NOT NULL,
      corrects    integer,
      reason      varchar,
      effective   date    NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (benefit, number)
    )""",
    "CREATE INDEX benefit_measure_of_period ON benefit_measure (benefit, period, number)",
    "CREATE TABLE named_measure (key varchar PRIMARY KEY)",
    """
    CREATE TABLE benefit_claim (
      benefit                varchar NOT NULL REFERENCES benefit (key),
      number                 integer NOT NULL,
      measure                varchar NOT NULL REFERENCES named_measure (key),
      councils               jsonb   NOT NULL,
      starts                 date    NOT NULL,
      ends                   date,
      effective              date    NOT NULL,
      recorded_at            timestamptz NOT NULL,
      withdrawn_on           date,
      withdrawal_reason      varchar,
      withdrawal_recorded_at timestamptz,
      PRIMARY KEY (benefit, number)
    )""",
    "CREATE INDEX benefit_claim_of_measure ON benefit_claim (measure)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
