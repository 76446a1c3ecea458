"""Partners who read from the broker itself."""

from alembic import op

revision = "notifications_partners_1122"
down_revision = "notifications_mails_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
