"""The facts that reporting was told, and the reports it froze."""

from alembic import op

revision = "reporting_2026_11_21"
down_revision = None
branch_labels = ("reporting",)
depends_on = "foundation_2026_11_21"

FACT = """event_id uuid NOT NULL, effective varchar, effective_day date NOT NULL,
      recorded_at timestamptz NOT NULL, sequence bigint NOT NULL"""
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"

STATEMENTS = (
    f"""
    CREATE TABLE adoption_fact (
      {FACT},
      council       varchar NOT NULL,
      deliverable   varchar NOT NULL,
      release       varchar NOT NULL,
      state         varchar NOT NULL,
      demonstration boolean,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX adoption_fact_latest ON adoption_fact (council, deliverable, {LATEST_FIRST})",
    "CREATE INDEX adoption_fact_opening ON adoption_fact (council, deliverable) WHERE demonstration IS NOT NULL",
    f"""
    CREATE TABLE benefit_fact (
      {FACT},
      benefit    varchar NOT NULL,
      project    varchar NOT NULL,
      statement  varchar NOT NULL,
      type       varchar,
      amount_gbp bigint,
      basis      varchar,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX benefit_fact_latest ON benefit_fact (benefit, {LATEST_FIRST})",
    f"""
    CREATE TABLE council_fact (
      {FACT},
      council     varchar NOT NULL,
      name        varchar NOT NULL,
      gaelic_name varchar,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX council_fact_latest ON council_fact (council, {LATEST_FIRST})",
    f"""
    CREATE TABLE deliverable_fact (
      {FACT},
      deliverable varchar NOT NULL,
      project     varchar NOT NULL,
      name        varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX deliverable_fact_latest ON deliverable_fact (deliverable, {LATEST_FIRST})",
    f"""
    CREATE TABLE deliverable_state_fact (
      {FACT},
      deliverable varchar NOT NULL,
      state       varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX deliverable_state_fact_latest ON deliverable_state_fact (deliverable, {LATEST_FIRST})",
    f"""
    CREATE TABLE lifecycle_fact (
      {FACT},
      lifecycle varchar NOT NULL,
      number    integer NOT NULL,
      name      varchar NOT NULL,
      phases    jsonb   NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"""
    CREATE TABLE membership_count_fact (
      {FACT},
      report   varchar NOT NULL,
      councils integer NOT NULL,
      basis    varchar NOT NULL,
      source   varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"""
    CREATE TABLE membership_fact (
      {FACT},
      council   varchar NOT NULL,
      member    boolean NOT NULL,
      certainty varchar NOT NULL,
      source    varchar,
      PRIMARY KEY (event_id)
    )""",
    f"""
    CREATE TABLE placement_fact (
      {FACT},
      project         varchar NOT NULL,
      portfolio       varchar NOT NULL,
      ends_day        date,
      reading_of_ours boolean NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"""
    CREATE TABLE portfolio_fact (
      {FACT},
      portfolio varchar NOT NULL,
      opened    boolean NOT NULL,
      name      varchar,
      grouping  varchar,
      ends_day  date,
      source    varchar,
      PRIMARY KEY (event_id)
    )""",
    f"""
    CREATE TABLE programme_phase_fact (
      {FACT},
      programme varchar NOT NULL,
      phase     varchar NOT NULL,
      expected  boolean NOT NULL,
      source    varchar,
      PRIMARY KEY (event_id)
    )""",
    f"""
    CREATE TABLE project_description_fact (
      {FACT},
      project    varchar NOT NULL,
      name       varchar NOT NULL,
      starts_day date,
      ends_day   date,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX project_description_fact_latest ON project_description_fact (project, {LATEST_FIRST})",
    f"""
    CREATE TABLE project_fact (
      {FACT},
      project       varchar NOT NULL UNIQUE,
      programme     varchar NOT NULL,
      demonstration boolean NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"""
    CREATE TABLE project_phase_fact (
      {FACT},
      project          varchar NOT NULL,
      lifecycle        varchar NOT NULL,
      lifecycle_number integer NOT NULL,
      phase            varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX project_phase_fact_latest ON project_phase_fact (project, {LATEST_FIRST})",
    f"""
    CREATE TABLE release_closing_fact (
      {FACT},
      release         varchar NOT NULL UNIQUE,
      included        jsonb   NOT NULL,
      carried_over    jsonb   NOT NULL,
      carried_over_to varchar,
      manifest_sha256 varchar NOT NULL,
      PRIMARY KEY (event_id)
    )""",
    f"""
    CREATE TABLE release_description_fact (
      {FACT},
      release     varchar NOT NULL,
      name        varchar NOT NULL,
      planned_for varchar,
      PRIMARY KEY (event_id)
    )""",
    f"CREATE INDEX release_description_fact_latest ON release_description_fact (release, {LATEST_FIRST})",
    f"""
    CREATE TABLE release_fact (
      {FACT},
      release       varchar NOT NULL UNIQUE,
      number        integer,
      state         varchar NOT NULL,
      demonstration boolean NOT NULL,
      source        varchar,
      PRIMARY KEY (event_id)
    )""",
    f"""
    CREATE TABLE release_item_fact (
      {FACT},
      deliverable  varchar NOT NULL,
      release      varchar NOT NULL,
      included     boolean NOT NULL,
      ready        boolean NOT NULL,
      carried_from varchar,
      PRIMARY KEY (event_id, deliverable)
    )""",
    f"CREATE INDEX release_item_fact_latest ON release_item_fact (release, deliverable, {LATEST_FIRST})",
    """
    CREATE TABLE release_report (
      version       bigint      NOT NULL,
      last_event    uuid,
      created_at    timestamptz NOT NULL,
      changed_at    timestamptz NOT NULL,
      release       varchar     NOT NULL,
      closing       uuid        NOT NULL,
      effective_day date        NOT NULL,
      frozen_at     timestamptz NOT NULL,
      content       jsonb       NOT NULL,
      PRIMARY KEY (release)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
