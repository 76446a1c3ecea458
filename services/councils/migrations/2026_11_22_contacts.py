"""Who holds which role in a council, how they are reached, and who was sent that."""

from alembic import op

revision = "councils_contacts_1122"
down_revision = "councils_memberships_1122"
branch_labels = None
depends_on = None

AGGREGATE = """
      version    bigint      NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL"""

STATEMENTS: tuple[str, ...] = (
    f"""
    CREATE TABLE contact (
      person         varchar PRIMARY KEY,
      council        varchar NOT NULL,
      name           varchar,
      email          varchar,
      phone          varchar,
      retention_days integer NOT NULL,
      expires_on     date,
      erased_on      date,
      erased_because varchar, {AGGREGATE},
      CONSTRAINT contact_whole_or_erased CHECK (
        CASE WHEN erased_on IS NULL THEN name IS NOT NULL AND email IS NOT NULL
             ELSE name IS NULL AND email IS NULL AND phone IS NULL AND erased_because IS NOT NULL END)
    )""",
    "CREATE INDEX contact_of_email ON contact (email, council)",
    "CREATE INDEX contact_erased ON contact (council, erased_on, person)",
    """
    CREATE TABLE disclosure (
      id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      person    varchar     NOT NULL REFERENCES contact (person),
      recipient varchar     NOT NULL,
      fields    varchar[]   NOT NULL,
      role      varchar,
      purpose   varchar     NOT NULL,
      shown_at  timestamptz NOT NULL
    )""",
    "CREATE INDEX disclosure_of_person ON disclosure (person, id)",
    f"""
    CREATE TABLE held_role (
      key     varchar PRIMARY KEY,
      council varchar NOT NULL,
      role    varchar NOT NULL, {AGGREGATE}
    )""",
    "CREATE UNIQUE INDEX held_role_of_council ON held_role (council, role)",
    """
    CREATE TABLE role_told (
      key         varchar     NOT NULL REFERENCES held_role (key),
      number      bigint      NOT NULL,
      holder      varchar     REFERENCES contact (person),
      deputy      varchar     REFERENCES contact (person),
      effective   date        NOT NULL,
      ends        date,
      away_until  date,
      purpose     varchar     NOT NULL,
      correction  varchar,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (key, number),
      CONSTRAINT role_told_ends CHECK (ends IS NULL OR (holder IS NOT NULL AND ends >= effective))
    )""",
    "CREATE INDEX role_told_holder ON role_told (holder)",
    "CREATE INDEX role_told_deputy ON role_told (deputy)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
