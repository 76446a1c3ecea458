"""Mails that tell roles how their endpoints stand."""

from alembic import op

revision = "notifications_mails_1122"
down_revision = "notifications_endpoints_1122"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE mail (
      id           uuid        PRIMARY KEY,
      subscription varchar     NOT NULL,
      occasion     uuid        NOT NULL,
      why          varchar     NOT NULL CONSTRAINT mail_why CHECK (why IN ('paused', 'stopped')),
      since        timestamptz NOT NULL,
      council      varchar     NOT NULL,
      role         varchar     NOT NULL,
      state        varchar     NOT NULL
        CONSTRAINT mail_state CHECK (state IN ('waiting', 'sent', 'not-needed', 'given-up')),
      tries        integer     NOT NULL,
      reason       varchar,
      reached      varchar,
      made_at      timestamptz NOT NULL,
      due_at       timestamptz NOT NULL,
      lease        uuid,
      leased_until timestamptz,
      settled_at   timestamptz
    )""",
    "CREATE INDEX mail_due ON mail (due_at) WHERE state = 'waiting'",
    "CREATE INDEX mail_of_subscription ON mail (subscription, made_at)",
    "CREATE INDEX mail_of_occasion ON mail (occasion)",
    "ALTER TABLE subscription ADD COLUMN contacts varchar[] NOT NULL DEFAULT '{}'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
