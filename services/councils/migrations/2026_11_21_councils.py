"""The tables of councils."""

from alembic import op

revision = "councils_2026_11_21"
down_revision = None
branch_labels = ("councils",)
depends_on = "foundation_2026_11_21"

AGGREGATE = """
      version    bigint      NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL"""

STATEMENTS = (
    f"""
    CREATE TABLE council (
      slug            varchar PRIMARY KEY,
      name            varchar NOT NULL,
      gaelic_name     varchar,
      statutory_name  varchar,
      area_name       varchar,
      population      integer,
      population_year integer,
      website         varchar, {AGGREGATE}
    )""",
    """
    CREATE TABLE council_code (
      gss_code varchar PRIMARY KEY,
      council  varchar NOT NULL REFERENCES council (slug),
      number   integer NOT NULL,
      starts   varchar,
      ends     varchar,
      live     boolean NOT NULL
    )""",
    "CREATE UNIQUE INDEX council_code_of_council ON council_code (council, number)",
    "CREATE UNIQUE INDEX council_code_one_live ON council_code (council) WHERE live",
    f"CREATE TABLE membership (council varchar PRIMARY KEY REFERENCES council (slug), {AGGREGATE})",
    """
    CREATE TABLE membership_period (
      council      varchar NOT NULL REFERENCES membership (council),
      number       integer NOT NULL,
      joined       varchar,
      certainty    varchar NOT NULL
        CONSTRAINT membership_period_certainty CHECK (certainty IN ('known', 'no-later-than', 'unknown')),
      certain_from date    NOT NULL,
      source       varchar,
      ended        varchar,
      ended_day    date,
      PRIMARY KEY (council, number)
    )""",
    f"""
    CREATE TABLE membership_count (
      key      varchar PRIMARY KEY,
      listed   bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
      as_of    varchar NOT NULL,
      councils integer NOT NULL,
      basis    varchar NOT NULL,
      source   varchar NOT NULL, {AGGREGATE}
    )""",
    f"""
    CREATE TABLE adoption (
      council       varchar NOT NULL REFERENCES council (slug),
      deliverable   varchar NOT NULL,
      project       varchar NOT NULL,
      release       varchar NOT NULL,
      demonstration boolean NOT NULL,
      opened        varchar NOT NULL,
      state         varchar NOT NULL
        CONSTRAINT adoption_state CHECK (state IN ('invited', 'considering', 'planned', 'adopting', 'embedded',
                                                   'in-use', 'adapted', 'declined', 'withdrawn')),
      since         varchar NOT NULL,
      reason        varchar,
      note          varchar, {AGGREGATE},
      PRIMARY KEY (council, deliverable)
    )""",
    "CREATE INDEX adoption_of_deliverable ON adoption (deliverable, council)",
    "CREATE INDEX adoption_of_release ON adoption (release, council, deliverable)",
    """
    CREATE TABLE adoption_move (
      council     varchar     NOT NULL,
      deliverable varchar     NOT NULL,
      number      bigint      NOT NULL,
      from_state  varchar     NOT NULL,
      to_state    varchar     NOT NULL,
      reason      varchar,
      note        varchar,
      effective   varchar     NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (council, deliverable, number),
      CONSTRAINT adoption_move_of_line
        FOREIGN KEY (council, deliverable) REFERENCES adoption (council, deliverable)
    )""",
    f"""
    CREATE TABLE client (
      client_id  varchar PRIMARY KEY,
      name       varchar NOT NULL,
      council    varchar REFERENCES council (slug),
      scopes     jsonb   NOT NULL,
      revoked_at timestamptz, {AGGREGATE}
    )""",
    """
    CREATE TABLE client_secret (
      id        uuid        PRIMARY KEY,
      client_id varchar     NOT NULL REFERENCES client (client_id),
      hashed    varchar     NOT NULL,
      issued_at timestamptz NOT NULL,
      expires   timestamptz
    )""",
    "CREATE INDEX client_secret_of_client ON client_secret (client_id)",
    f"""
    CREATE TABLE signing_key (
      kid        varchar     PRIMARY KEY,
      public     jsonb       NOT NULL,
      private    jsonb,
      activates  timestamptz NOT NULL,
      retires    timestamptz,
      retired_at timestamptz, {AGGREGATE}
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
