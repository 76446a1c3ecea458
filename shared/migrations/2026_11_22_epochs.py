"""Consumers remember in which epoch they know an aggregate's version."""

from alembic import op

revision = "epochs_2026_11_22"
down_revision = "foundation_2026_11_21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE inbox_version ADD COLUMN epoch integer NOT NULL DEFAULT 1")
