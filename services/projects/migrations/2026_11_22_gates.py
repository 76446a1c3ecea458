"""Gate decisions with their conditions, evidence and overrides as rows."""

from alembic import op

revision = "projects_gates_1122"
down_revision = "projects_lifecycles_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
