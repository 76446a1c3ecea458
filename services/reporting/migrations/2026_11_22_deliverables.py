"""Facts: versions of deliverables, and what took their place."""

from alembic import op

revision = "reporting_deliverables_1122"
down_revision = "reporting_gates_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
