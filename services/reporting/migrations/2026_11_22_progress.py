"""Facts: progress updates and delivery confidence."""

from alembic import op

revision = "reporting_progress_2026_11_22"
down_revision = "reporting_calls_2026_11_22"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
