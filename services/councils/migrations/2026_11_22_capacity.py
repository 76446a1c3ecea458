"""Capacity by month, and what councils answered to calls."""

from alembic import op

revision = "councils_capacity_1122"
down_revision = "councils_acknowledgements_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
