"""Progress that councils report from their own systems."""

from alembic import op

revision = "projects_imports_1122"
down_revision = "projects_benefits_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
