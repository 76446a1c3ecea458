"""What planning deliveries needs beside the tables of subscriptions."""

from alembic import op

revision = "notifications_planning_1122"
down_revision = "notifications_subscribing_1122"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE planning_head (
      only_row   boolean PRIMARY KEY CONSTRAINT planning_head_one_row CHECK (only_row),
      position   bigint  NOT NULL,
      generation bigint  NOT NULL
    )""",
    # nobody has subscribed yet
    "INSERT INTO planning_head SELECT true, position, 0 FROM event_log_head",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
