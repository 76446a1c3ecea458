"""Facts: plans, variants and the days of adoption."""

from alembic import op

revision = "reporting_adoption_history_1122"
down_revision = "reporting_membership_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
