"""What sending to endpoints needs beside their tables."""

from alembic import op

revision = "notifications_endpoints_1122"
down_revision = "notifications_delivering_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
