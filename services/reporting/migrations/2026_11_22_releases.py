"""Facts: releases with freeze, scope log, sign-offs, signature and amendments."""

from alembic import op

revision = "reporting_releases_1122"
down_revision = "reporting_deliverables_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE release_description_fact ADD COLUMN freeze_on date, ADD COLUMN sign_offs_needed jsonb",
    """
    ALTER TABLE release_closing_fact
      ADD COLUMN signature varchar, ADD COLUMN key_id varchar, ADD COLUMN override jsonb""",
    f"""
    CREATE TABLE release_late_change_fact (
      {FACT},
      deliverable varchar NOT NULL,
      release     varchar NOT NULL,
      change      varchar NOT NULL,
      reason      varchar,
      by_role     varchar,
      PRIMARY KEY (event_id, deliverable)
    )""",
    "CREATE INDEX release_late_change_fact_of_release ON release_late_change_fact (release)",
    f"""
    CREATE TABLE release_sign_off_fact (
      {FACT},
      release varchar NOT NULL,
      by_role varchar NOT NULL,
      outcome varchar NOT NULL,
      note    varchar,
      PRIMARY KEY (event_id)
    )""",
    "CREATE INDEX release_sign_off_fact_of_release ON release_sign_off_fact (release)",
    f"""
    CREATE TABLE release_amendment_fact (
      {FACT},
      release          varchar NOT NULL,
      number           integer NOT NULL,
      text             varchar NOT NULL,
      reason           varchar NOT NULL,
      by_role          varchar NOT NULL,
      changes          jsonb   NOT NULL,
      amendment_sha256 varchar NOT NULL,
      key_id           varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    "CREATE INDEX release_amendment_fact_of_release ON release_amendment_fact (release)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
