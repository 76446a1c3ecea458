"""Facts: what councils have to give, and what they delivered."""

from alembic import op

revision = "reporting_capacity_1122"
down_revision = "reporting_adoption_history_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
