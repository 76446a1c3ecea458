"""A frozen report can be void: the closing it reports on was undone by a restore of its publisher's database."""

from alembic import op

revision = "reporting_void_2026_11_22"
down_revision = "reporting_2026_11_21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE release_report ADD COLUMN void boolean NOT NULL DEFAULT false")
