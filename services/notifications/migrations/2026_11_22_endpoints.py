"""What sending to endpoints needs beside their tables."""

from alembic import op

revision = "notifications_endpoints_1122"
down_revision = "notifications_delivering_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = (
    """ALTER TABLE endpoint
         ADD COLUMN asked_rate double precision,
         ADD COLUMN allowed_rate double precision,
         ADD COLUMN agreed_how varchar
           CONSTRAINT endpoint_agreed_how CHECK (agreed_how IN ('handshake', 'challenge'))""",
    """
    CREATE TABLE agreement_try (
      id           uuid        PRIMARY KEY,
      subscription varchar     NOT NULL,
      client       varchar     NOT NULL,
      host         varchar     NOT NULL,
      at           timestamptz NOT NULL,
      agreed       boolean,
      says         varchar,
      steps        jsonb       NOT NULL
    )""",
    "CREATE INDEX agreement_try_of_subscription ON agreement_try (subscription, at)",
    "CREATE INDEX agreement_try_at ON agreement_try (at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
