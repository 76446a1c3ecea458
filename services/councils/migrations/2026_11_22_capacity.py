"""Capacity by month, and what councils answered to calls."""

from alembic import op

revision = "councils_capacity_1122"
down_revision = "councils_acknowledgements_1122"
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
    """
    CREATE TABLE known_call (
      call     varchar PRIMARY KEY,
      project  varchar NOT NULL,
      open     boolean NOT NULL,
      deadline date,
      asks     jsonb   NOT NULL
    )""",
    f"""
    CREATE TABLE capacity (
      council varchar NOT NULL REFERENCES council (slug),
      month   varchar NOT NULL, {AGGREGATE},
      PRIMARY KEY (council, month)
    )""",
    f"""
    CREATE TABLE capacity_told (
      council varchar NOT NULL,
      month   varchar NOT NULL,
      number  bigint  NOT NULL,
      given   jsonb   NOT NULL, {TIMES},
      PRIMARY KEY (council, month, number),
      FOREIGN KEY (council, month) REFERENCES capacity (council, month)
    )""",
    f"""
    CREATE TABLE call_answer (
      call    varchar NOT NULL REFERENCES known_call (call),
      council varchar NOT NULL REFERENCES council (slug), {AGGREGATE},
      PRIMARY KEY (call, council)
    )""",
    f"""
    CREATE TABLE call_answer_told (
      call        varchar NOT NULL,
      council     varchar NOT NULL,
      number      bigint  NOT NULL,
      answer      varchar NOT NULL
        CONSTRAINT call_answer_told_answer CHECK (answer IN ('commit', 'interested', 'no')),
      commitments jsonb   NOT NULL,
      reason      varchar, {TIMES},
      PRIMARY KEY (call, council, number),
      FOREIGN KEY (call, council) REFERENCES call_answer (call, council)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
