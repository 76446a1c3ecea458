"""Adoption: evidence, plans and variants."""

from alembic import op

revision = "councils_adoption_history_1122"
down_revision = "councils_contacts_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
