"""Work requests to participating councils."""

from alembic import op

revision = "projects_work_requests_1122"
down_revision = "projects_progress_1122"
branch_labels = None
depends_on = None

AGGREGATE = """
      version    bigint      NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL"""

STATEMENTS: tuple[str, ...] = (
    f"""
    CREATE TABLE work_request (
      key               varchar PRIMARY KEY,
      project           varchar NOT NULL REFERENCES project (key),
      title             varchar NOT NULL,
      text              varchar NOT NULL,
      councils          jsonb   NOT NULL,
      by_role           varchar NOT NULL,
      asked_on          date    NOT NULL,
      cancelled_on      date,
      cancelled_by_role varchar,
      cancelled_reason  varchar, {AGGREGATE}
    )""",
    "CREATE INDEX work_request_of_project ON work_request (project, key)",
    """
    CREATE TABLE work_request_terms (
      request     varchar NOT NULL REFERENCES work_request (key),
      number      integer NOT NULL,
      priority    varchar NOT NULL
        CONSTRAINT work_request_terms_priority CHECK (priority IN ('must', 'should', 'could')),
      due         date    NOT NULL,
      by_role     varchar NOT NULL,
      reason      varchar,
      effective   date    NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (request, number)
    )""",
    """
    CREATE TABLE work_request_answer (
      request     varchar NOT NULL REFERENCES work_request (key),
      number      integer NOT NULL,
      council     varchar NOT NULL,
      answer      varchar NOT NULL
        CONSTRAINT work_request_answer_answer CHECK (answer IN ('accepted', 'declined', 'done')),
      note        varchar,
      by_day      date,
      told_by     varchar NOT NULL,
      effective   date    NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (request, number)
    )""",
    "CREATE INDEX work_request_answer_of_council ON work_request_answer (request, council, effective, number)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
