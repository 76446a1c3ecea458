"""Partners who read from the broker itself."""

from alembic import op

revision = "notifications_partners_1122"
down_revision = "notifications_mails_1122"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE partner (
      subscription varchar     PRIMARY KEY REFERENCES subscription (id) ON DELETE CASCADE,
      account      varchar     NOT NULL UNIQUE,
      in_hand      integer     NOT NULL,
      begins       jsonb       NOT NULL,
      made_at      timestamptz NOT NULL
    )""",
    """
    CREATE TABLE partner_key (
      public       varchar     PRIMARY KEY,
      subscription varchar     NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
      made_at      timestamptz NOT NULL,
      retires_at   timestamptz,
      placed_at    timestamptz
    )""",
    "CREATE INDEX ix_partner_key_subscription ON partner_key (subscription)",
    """
    CREATE TABLE partner_durable (
      subscription varchar     NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
      stream       varchar     NOT NULL,
      incarnation  varchar     NOT NULL,
      acknowledged bigint      NOT NULL,
      waiting      bigint      NOT NULL,
      seen_at      timestamptz NOT NULL,
      PRIMARY KEY (subscription, stream)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
