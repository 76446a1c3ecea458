"""Facts: gate decisions with their conditions, evidence and overrides as rows."""

from alembic import op

revision = "reporting_gates_1122"
down_revision = "reporting_void_2026_11_22"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
