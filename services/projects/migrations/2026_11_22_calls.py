"""Calls for participation, the calendar they are checked against, and what councils have given."""

from alembic import op

revision = "projects_calls_1122"
down_revision = "projects_releases_1122"
branch_labels = None
depends_on = None

AGGREGATE = """
      version    bigint      NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL"""
TIMES = """
      effective   date        NOT NULL,
      recorded_at timestamptz NOT NULL"""

STATEMENTS = (
    f"""
    CREATE TABLE participation_call (
      key               varchar PRIMARY KEY,
      project           varchar NOT NULL REFERENCES project (key),
      title             varchar NOT NULL,
      summary           varchar NOT NULL,
      asks              jsonb   NOT NULL,
      benefits          jsonb   NOT NULL,
      deadline          date    NOT NULL,
      contact_role      varchar NOT NULL,
      planned_gates     jsonb   NOT NULL,
      state             varchar NOT NULL
        CONSTRAINT participation_call_state CHECK (state IN ('draft', 'published', 'closed', 'withdrawn')),
      accepted_warnings jsonb   NOT NULL,
      demonstration     boolean NOT NULL,
      published_on      date,
      closed_on         date,
      cause             varchar,
      reason            varchar,
      effective         date    NOT NULL, {AGGREGATE}
    )""",
    "CREATE INDEX participation_call_of_project ON participation_call (project, key)",
    f"""
    CREATE TABLE participation_call_version (
      call        varchar NOT NULL REFERENCES participation_call (key),
      number      bigint  NOT NULL,
      project     varchar NOT NULL,
      state       varchar NOT NULL,
      content     jsonb   NOT NULL, {TIMES},
      PRIMARY KEY (call, number)
    )""",
    "CREATE INDEX participation_call_version_latest ON participation_call_version (call, effective, number)",
    f"""
    CREATE TABLE answer_heard (
      call        varchar NOT NULL,
      council     varchar NOT NULL,
      version     bigint  NOT NULL,
      answer      varchar NOT NULL,
      commitments jsonb   NOT NULL, {TIMES},
      PRIMARY KEY (call, council, version)
    )""",
    "CREATE INDEX answer_heard_of_council ON answer_heard (council, call, version)",
    f"""
    CREATE TABLE capacity_heard (
      month       varchar NOT NULL,
      council     varchar NOT NULL,
      version     bigint  NOT NULL,
      given       jsonb   NOT NULL, {TIMES},
      PRIMARY KEY (month, council, version)
    )""",
    """
    CREATE TABLE commitment_shortfall (
      call        varchar NOT NULL REFERENCES participation_call (key),
      role        varchar NOT NULL,
      from_month  varchar NOT NULL,
      to_month    varchar NOT NULL,
      missing     jsonb   NOT NULL,
      said_on     date    NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (call, role, from_month, to_month)
    )""",
    f"""
    CREATE TABLE calendar_period (
      key           varchar PRIMARY KEY,
      kind          varchar NOT NULL,
      name          varchar NOT NULL,
      starts        date    NOT NULL,
      ends          date    NOT NULL,
      councils      jsonb,
      factor        double precision CONSTRAINT calendar_period_factor CHECK (factor BETWEEN 0 AND 1),
      source        varchar,
      demonstration boolean NOT NULL,
      reason        varchar,
      ended_on      date,
      effective     date    NOT NULL, {AGGREGATE}
    )""",
    f"""
    CREATE TABLE calendar_period_version (
      period      varchar NOT NULL REFERENCES calendar_period (key),
      number      bigint  NOT NULL,
      starts      date    NOT NULL,
      ends        date    NOT NULL,
      ended       boolean NOT NULL,
      content     jsonb   NOT NULL, {TIMES},
      PRIMARY KEY (period, number)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
