"""People who are signed in at the pages."""

from alembic import op

revision = "councils_sessions_1122"
down_revision = "councils_clients_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
