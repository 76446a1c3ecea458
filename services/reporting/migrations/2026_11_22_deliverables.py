"""Facts: versions of deliverables, and what took their place."""

from alembic import op

revision = "reporting_deliverables_1122"
down_revision = "reporting_gates_1122"
branch_labels = None
depends_on = None

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"

STATEMENTS = (
    """
    ALTER TABLE deliverable_state_fact
      ADD COLUMN successor varchar,
      ADD COLUMN reason varchar,
      ADD COLUMN acknowledge_by varchar""",
    f"""
    CREATE TABLE deliverable_version_fact (
      {FACT},
      deliverable varchar NOT NULL,
      version     varchar NOT NULL,
      link        varchar,
      sha256      varchar,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX deliverable_version_fact_latest ON deliverable_version_fact (deliverable, {LATEST_FIRST})",
    f"""
    CREATE TABLE acknowledgement_fact (
      {FACT},
      council     varchar NOT NULL,
      deliverable varchar NOT NULL,
      number      integer NOT NULL,
      step        varchar NOT NULL,
      ended_as    varchar,
      level       varchar,
      PRIMARY KEY (event_id)
    )""",
    "CREATE INDEX acknowledgement_fact_of ON acknowledgement_fact (deliverable, council, number)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
