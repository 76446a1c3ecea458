"""Moving projects to another version of their lifecycle template."""

from alembic import op

revision = "projects_lifecycles_1122"
down_revision = "projects_2026_11_21"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
