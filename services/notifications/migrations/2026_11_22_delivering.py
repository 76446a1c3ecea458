"""What delivering needs beside the tables of deliveries."""

from alembic import op

revision = "notifications_delivering_1122"
down_revision = "notifications_planning_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
