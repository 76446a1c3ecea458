"""Acknowledgements of what was superseded or withdrawn, asked of those who took it up."""

from alembic import op

revision = "councils_acknowledgements_1122"
down_revision = "councils_2026_11_21"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
