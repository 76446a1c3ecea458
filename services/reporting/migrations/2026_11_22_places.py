"""How far each stream was taken in, for snapshots that a feed goes on from."""

from alembic import op

revision = "reporting_places_1122"
down_revision = "reporting_roles_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
