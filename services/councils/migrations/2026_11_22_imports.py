"""Files that councils send, what they were found to say, and what disagrees."""

from alembic import op

revision = "councils_imports_1122"
down_revision = "councils_benefits_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
