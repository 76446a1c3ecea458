"""What planning deliveries needs beside the tables of subscriptions."""

from alembic import op

revision = "notifications_planning_1122"
down_revision = "notifications_subscribing_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
