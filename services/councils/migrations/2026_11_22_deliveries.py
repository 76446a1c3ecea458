"""What councils delivered of what they had promised."""

from alembic import op

revision = "councils_deliveries_1122"
down_revision = "councils_adoption_history_1122"
branch_labels = None
depends_on = None

AGGREGATE = """
      version    bigint      NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL"""

STATEMENTS = (
    "ALTER TABLE known_call ADD COLUMN withdrawn_on date",
    f"""
    CREATE TABLE delivery (
      council varchar NOT NULL REFERENCES council (slug),
      month   varchar NOT NULL, {AGGREGATE},
      PRIMARY KEY (council, month)
    )""",
    """
    CREATE TABLE delivery_told (
      council     varchar     NOT NULL,
      month       varchar     NOT NULL,
      number      bigint      NOT NULL,
      delivered   jsonb       NOT NULL,
      reason      varchar,
      effective   date        NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (council, month, number),
      FOREIGN KEY (council, month) REFERENCES delivery (council, month)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
