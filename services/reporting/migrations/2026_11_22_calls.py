"""Facts: calls for participation, the calendar they are checked against, and what councils have given."""

from alembic import op

revision = "reporting_calls_1122"
down_revision = "reporting_releases_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
