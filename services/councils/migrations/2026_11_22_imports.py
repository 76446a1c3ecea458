"""Files that councils send, what they were found to say, and what disagrees."""

from alembic import op

revision = "councils_imports_1122"
down_revision = "councils_benefits_1122"
branch_labels = None
depends_on = None

AGGREGATE = """
      version    bigint      NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL"""

STATEMENTS = (
    f"""
    CREATE TABLE import_run (
      id          varchar PRIMARY KEY,
      kind        varchar NOT NULL,
      owner       varchar NOT NULL,
      client      varchar NOT NULL,
      correlation varchar NOT NULL,
      dry_run     boolean NOT NULL,
      state       varchar NOT NULL CONSTRAINT import_run_state
        CHECK (state IN ('receiving', 'checking', 'applying', 'done', 'refused', 'failed')),
      revision    bigint  NOT NULL,
      tries       integer NOT NULL,
      bytes       bigint  NOT NULL,
      sha256      varchar,
      bytes_read  bigint  NOT NULL,
      rows_read   integer NOT NULL,
      rows        integer,
      done        integer NOT NULL,
      new         integer NOT NULL,
      known       integer NOT NULL,
      changed     integer NOT NULL,
      conflicting integer NOT NULL,
      errors      integer NOT NULL,
      ended_at    timestamptz, {AGGREGATE}
    )""",
    "CREATE INDEX import_run_under_way ON import_run (created_at) WHERE state IN ('receiving', 'checking', 'applying')",
    "CREATE INDEX import_run_of_owner ON import_run (owner, id)",
    """
    CREATE TABLE import_chunk (
      run    varchar NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
      number integer NOT NULL,
      data   bytea   NOT NULL,
      PRIMARY KEY (run, number)
    )""",
    # what a crash of the server empties is read again from the file
    """
    CREATE UNLOGGED TABLE import_row (
      run  varchar NOT NULL,
      key  varchar COLLATE "C" NOT NULL,
      line integer NOT NULL,
      told varchar NOT NULL,
      PRIMARY KEY (run, key, line)
    )""",
    """
    CREATE TABLE import_error (
      run      varchar NOT NULL REFERENCES import_run (id) ON DELETE CASCADE,
      line     integer NOT NULL,
      number   integer NOT NULL,
      "column" varchar,
      value    varchar,
      message  varchar NOT NULL,
      PRIMARY KEY (run, line, number)
    )""",
    """
    CREATE TABLE fact_origin (
      kind        varchar NOT NULL,
      key         varchar NOT NULL,
      version     bigint  NOT NULL,
      road        varchar NOT NULL,
      source      varchar NOT NULL,
      client      varchar NOT NULL,
      reported_at timestamptz NOT NULL,
      PRIMARY KEY (kind, key)
    )""",
    f"""
    CREATE TABLE report_conflict (
      id               varchar PRIMARY KEY,
      kind             varchar NOT NULL,
      key              varchar NOT NULL,
      owner            varchar NOT NULL,
      state            varchar NOT NULL CONSTRAINT report_conflict_state CHECK (state IN ('open', 'resolved')),
      about            jsonb   NOT NULL,
      standing         jsonb   NOT NULL,
      standing_version bigint  NOT NULL,
      standing_by      varchar,
      standing_since   timestamptz,
      reported         jsonb   NOT NULL,
      reported_by      varchar NOT NULL,
      reported_source  varchar NOT NULL,
      reported_road    varchar NOT NULL,
      reported_at      timestamptz NOT NULL,
      keep             varchar CONSTRAINT report_conflict_keep CHECK (keep IN ('standing', 'reported')),
      reason           varchar,
      resolved_by      varchar,
      resolved_at      timestamptz, {AGGREGATE}
    )""",
    "CREATE UNIQUE INDEX report_conflict_open ON report_conflict (kind, key) WHERE state = 'open'",
    "CREATE INDEX report_conflict_of_fact ON report_conflict (kind, key, id)",
    "CREATE INDEX report_conflict_of_owner ON report_conflict (owner, id)",
    """
    CREATE TABLE submission (
      owner       varchar NOT NULL,
      source      varchar NOT NULL,
      event       varchar NOT NULL,
      fingerprint bytea   NOT NULL,
      answer      jsonb,
      received_at timestamptz NOT NULL,
      PRIMARY KEY (owner, source, event)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
