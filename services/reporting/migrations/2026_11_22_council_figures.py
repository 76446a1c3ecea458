"""Facts: benefit figures of councils, and who may see each."""

from alembic import op

revision = "reporting_council_figures_1122"
down_revision = "reporting_capacity_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
