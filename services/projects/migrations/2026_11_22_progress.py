"""Progress updates and delivery confidence."""

from alembic import op

revision = "projects_progress_1122"
down_revision = "projects_calls_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
