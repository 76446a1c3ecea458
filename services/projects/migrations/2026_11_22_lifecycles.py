"""Moving projects to another version of their lifecycle template."""

from alembic import op

revision = "projects_lifecycles_1122"
down_revision = "projects_2026_11_21"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = (
    # a phase that is only called otherwise in another version was decided at no gate
    "ALTER TABLE phase_change ALTER COLUMN decision DROP NOT NULL",
    # null for places that were recorded before
    "ALTER TABLE placement ADD COLUMN recorded_at timestamptz",
    "CREATE INDEX project_of_lifecycle ON project (lifecycle, key)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
