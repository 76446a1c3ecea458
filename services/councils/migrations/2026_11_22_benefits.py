"""Benefit figures of councils, and who may see each."""

from alembic import op

revision = "councils_benefits_1122"
down_revision = "councils_deliveries_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
