"""What councils delivered of what they had promised."""

from alembic import op

revision = "councils_deliveries_1122"
down_revision = "councils_adoption_history_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
