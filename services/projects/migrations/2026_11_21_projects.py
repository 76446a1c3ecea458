"""The tables of projects."""

from alembic import op

revision = "projects_2026_11_21"
down_revision = None
branch_labels = ("projects",)
depends_on = "foundation_2026_11_21"

AGGREGATE = """
      version    bigint      NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL"""

STATEMENTS = (
    f"CREATE TABLE programme (key varchar PRIMARY KEY, {AGGREGATE})",
    """
    CREATE TABLE programme_phase (
      programme  varchar NOT NULL REFERENCES programme (key),
      phase      varchar NOT NULL,
      starts     varchar NOT NULL,
      starts_day date    NOT NULL,
      expected   boolean NOT NULL,
      source     varchar,
      PRIMARY KEY (programme, phase)
    )""",
    f"""
    CREATE TABLE portfolio (
      key        varchar PRIMARY KEY,
      name       varchar NOT NULL,
      grouping   varchar NOT NULL,
      starts     varchar NOT NULL,
      starts_day date    NOT NULL,
      ends       varchar,
      ends_day   date,
      source     varchar, {AGGREGATE}
    )""",
    f"""
    CREATE TABLE lifecycle (
      key         varchar PRIMARY KEY,
      name        varchar NOT NULL,
      description varchar,
      number      integer NOT NULL, {AGGREGATE}
    )""",
    """
    CREATE TABLE lifecycle_version (
      lifecycle    varchar NOT NULL REFERENCES lifecycle (key),
      number       integer NOT NULL,
      name         varchar NOT NULL,
      description  varchar,
      phases       jsonb   NOT NULL,
      published_at timestamptz NOT NULL,
      PRIMARY KEY (lifecycle, number)
    )""",
    f"""
    CREATE TABLE project (
      key                  varchar PRIMARY KEY,
      name                 varchar NOT NULL,
      summary              varchar,
      programme            varchar NOT NULL,
      lead_councils        jsonb   NOT NULL,
      other_leads          jsonb   NOT NULL,
      participant_count    integer,
      participant_councils jsonb   NOT NULL,
      other_participants   jsonb   NOT NULL,
      lifecycle            varchar,
      lifecycle_number     integer,
      phase                varchar,
      phase_since          date,
      era                  varchar,
      starts               varchar,
      ends                 varchar,
      status_seen          varchar,
      sources              jsonb   NOT NULL,
      notes                varchar,
      demonstration        boolean NOT NULL, {AGGREGATE}
    )""",
    """
    CREATE TABLE placement (
      id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      project         varchar NOT NULL REFERENCES project (key),
      portfolio       varchar NOT NULL REFERENCES portfolio (key),
      starts          varchar NOT NULL,
      starts_day      date    NOT NULL,
      ends            varchar,
      ends_day        date,
      reading_of_ours boolean NOT NULL
    )""",
    "CREATE UNIQUE INDEX placement_of_project ON placement (project, starts_day, portfolio)",
    """
    CREATE TABLE gate_decision (
      id          uuid PRIMARY KEY,
      project     varchar NOT NULL REFERENCES project (key),
      outcome     varchar NOT NULL,
      by_role     varchar NOT NULL,
      phase       varchar,
      decided_on  date    NOT NULL,
      reason      varchar,
      evidence    jsonb   NOT NULL,
      conditions  jsonb   NOT NULL,
      recorded_at timestamptz NOT NULL
    )""",
    "CREATE INDEX gate_decision_of_project ON gate_decision (project, decided_on)",
    """
    CREATE TABLE phase_change (
      project          varchar NOT NULL REFERENCES project (key),
      number           integer NOT NULL,
      lifecycle        varchar NOT NULL,
      lifecycle_number integer NOT NULL,
      from_phase       varchar,
      to_phase         varchar NOT NULL,
      decision         uuid    NOT NULL REFERENCES gate_decision (id),
      effective        date    NOT NULL,
      recorded_at      timestamptz NOT NULL,
      PRIMARY KEY (project, number)
    )""",
    f"""
    CREATE TABLE deliverable (
      key            varchar PRIMARY KEY,
      project        varchar NOT NULL REFERENCES project (key),
      name           varchar NOT NULL,
      state          varchar,
      state_since    date,
      state_as_found varchar,
      produced_by    varchar,
      source         varchar, {AGGREGATE}
    )""",
    "CREATE INDEX deliverable_of_project ON deliverable (project, key)",
    f"""
    CREATE TABLE release (
      key             varchar PRIMARY KEY,
      number          integer,
      name            varchar NOT NULL,
      planned_for     varchar,
      state           varchar NOT NULL
        CONSTRAINT release_state CHECK (state IN ('planned', 'not-recorded', 'closed')),
      demonstration   boolean NOT NULL,
      source          varchar,
      closed_on       varchar,
      closed_day      date,
      carried_over_to varchar, {AGGREGATE}
    )""",
    "CREATE UNIQUE INDEX release_number ON release (number) WHERE number IS NOT NULL AND NOT demonstration",
    """
    CREATE TABLE release_item (
      release      varchar NOT NULL REFERENCES release (key),
      deliverable  varchar NOT NULL REFERENCES deliverable (key),
      ready        boolean NOT NULL,
      note         varchar,
      carried_from varchar,
      open         boolean NOT NULL,
      sealed_as    varchar,
      PRIMARY KEY (release, deliverable)
    )""",
    "CREATE UNIQUE INDEX release_item_in_one_open_release ON release_item (deliverable) WHERE open",
    """
    CREATE TABLE release_manifest (
      release varchar PRIMARY KEY REFERENCES release (key),
      content bytea   NOT NULL,
      sha256  varchar NOT NULL
    )""",
    f"""
    CREATE TABLE benefit (
      key            varchar PRIMARY KEY,
      project        varchar NOT NULL REFERENCES project (key),
      statement      varchar NOT NULL,
      type           varchar,
      class_as_found varchar,
      amount_gbp     bigint,
      basis          varchar,
      source         varchar, {AGGREGATE}
    )""",
    "CREATE INDEX benefit_of_project ON benefit (project, key)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
