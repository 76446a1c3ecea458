"""Releases with freeze, scope log, sign-offs, signature and amendments."""

from alembic import op

revision = "projects_releases_1122"
down_revision = "projects_deliverables_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = ()


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
