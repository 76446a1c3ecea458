"""Who holds which role in a council, how they are reached, and who was sent that."""

from alembic import op

revision = "councils_contacts_1122"
down_revision = "councils_memberships_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
