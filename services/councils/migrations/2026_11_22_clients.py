"""Machine clients: when one ends, and when its secrets were last used."""

from alembic import op

revision = "councils_clients_1122"
down_revision = "councils_imports_1122"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE client ADD COLUMN expires timestamptz",
    # no foreign key: a use is kept longer than its secret, and never waits for a lock on it
    """
    CREATE TABLE client_use (
      secret    uuid        PRIMARY KEY,
      client_id varchar     NOT NULL,
      used_at   timestamptz NOT NULL
    )""",
    "CREATE INDEX client_use_of_client ON client_use (client_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
