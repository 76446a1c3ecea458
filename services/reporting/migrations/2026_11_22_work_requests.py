"""Facts: work requests to participating councils."""

from alembic import op

revision = "reporting_work_requests_1122"
down_revision = "reporting_progress_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
