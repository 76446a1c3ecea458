"""Facts: benefit profiles with baseline, target and a schedule of measures."""

from alembic import op

revision = "reporting_benefits_1122"
down_revision = "reporting_work_requests_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
