"""Facts: membership in principle, corrections with their reasons."""

from alembic import op

revision = "reporting_membership_1122"
down_revision = "reporting_projects_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
