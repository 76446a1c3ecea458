"""Acknowledgements of what was superseded or withdrawn, asked of those who took it up."""

from alembic import op

revision = "councils_acknowledgements_1122"
down_revision = "councils_2026_11_21"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE deliverable_standing (
      deliverable    varchar PRIMARY KEY,
      project        varchar NOT NULL,
      state          varchar NOT NULL,
      since          varchar,
      successor      varchar,
      reason         varchar,
      acknowledge_by varchar
    )""",
    """
    CREATE TABLE acknowledgement (
      key                    varchar PRIMARY KEY,
      council                varchar NOT NULL,
      deliverable            varchar NOT NULL,
      number                 integer NOT NULL,
      project                varchar NOT NULL,
      demonstration          boolean NOT NULL,
      deliverable_state      varchar NOT NULL
        CONSTRAINT acknowledgement_of CHECK (deliverable_state IN ('superseded', 'withdrawn')),
      since                  varchar,
      successor              varchar,
      reason                 varchar,
      acknowledge_by         varchar,
      asked_on               date    NOT NULL,
      state                  varchar NOT NULL
        CONSTRAINT acknowledgement_state CHECK (state IN ('asked', 'acknowledged', 'lapsed')),
      raised_to_lead_on      date,
      raised_to_programme_on date,
      acknowledged_on        date,
      acknowledged_at        timestamptz,
      by_role                varchar,
      note                   varchar,
      stops_using_on         date,
      lapsed_on              date,
      lapsed_because         varchar,
      version                bigint  NOT NULL,
      last_event             uuid,
      created_at             timestamptz NOT NULL,
      changed_at             timestamptz NOT NULL,
      CONSTRAINT acknowledgement_of_line
        FOREIGN KEY (council, deliverable) REFERENCES adoption (council, deliverable)
    )""",
    "CREATE UNIQUE INDEX acknowledgement_of_council ON acknowledgement (council, deliverable, number)",
    "CREATE INDEX acknowledgement_of_deliverable ON acknowledgement (deliverable, council, number)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
