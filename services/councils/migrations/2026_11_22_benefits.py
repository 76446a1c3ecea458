"""Benefit figures of councils, and who may see each."""

from alembic import op

revision = "councils_benefits_1122"
down_revision = "councils_deliveries_1122"
branch_labels = None
depends_on = None

KEY = """
      council varchar NOT NULL,
      profile varchar NOT NULL,
      period  varchar NOT NULL,
      stage   varchar NOT NULL"""
OF_FIGURE = """
      PRIMARY KEY (council, profile, period, stage, number),
      FOREIGN KEY (council, profile, period, stage) REFERENCES benefit_figure (council, profile, period, stage)"""
TIMES = """
      effective   date        NOT NULL,
      recorded_at timestamptz NOT NULL"""

STATEMENTS = (
    """
    CREATE TABLE known_profile (
      profile     varchar PRIMARY KEY,
      project     varchar NOT NULL,
      statement   varchar NOT NULL,
      type        varchar,
      measure     varchar,
      unit        varchar,
      attribution varchar,
      basis       varchar
    )""",
    """
    CREATE TABLE benefit_figure (
      council    varchar NOT NULL REFERENCES council (slug),
      profile    varchar NOT NULL REFERENCES known_profile (profile),
      period     varchar NOT NULL,
      stage      varchar NOT NULL
        CONSTRAINT benefit_figure_stage CHECK (stage IN ('forecast', 'claimed', 'verified')),
      starts     date    NOT NULL,
      ends       date    NOT NULL,
      visibility varchar NOT NULL
        CONSTRAINT benefit_figure_visibility CHECK (visibility IN ('own', 'family-group', 'programme', 'public')),
      version    bigint  NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL,
      PRIMARY KEY (council, profile, period, stage)
    )""",
    "CREATE INDEX benefit_figure_of_profile ON benefit_figure (profile, council, period, stage)",
    f"""
    CREATE TABLE benefit_figure_told ({KEY},
      number   bigint  NOT NULL,
      step     varchar NOT NULL
        CONSTRAINT benefit_figure_told_step CHECK (step IN ('given', 'corrected', 'withdrawn')),
      project  varchar NOT NULL,
      measure  varchar NOT NULL,
      type     varchar NOT NULL,
      unit     varchar NOT NULL,
      value    double precision
        CONSTRAINT benefit_figure_told_value CHECK ((value IS NULL) = (step = 'withdrawn')),
      by_role  varchar NOT NULL,
      evidence jsonb   NOT NULL,
      note     varchar,
      corrects bigint,
      reason   varchar, {TIMES}, {OF_FIGURE}
    )""",
    f"""
    CREATE TABLE benefit_visibility ({KEY},
      number     bigint  NOT NULL,
      visibility varchar NOT NULL, {TIMES}, {OF_FIGURE}
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
