"""Projects that are closed, and benefit profiles with baseline, target and a schedule of measures."""

from alembic import op

revision = "projects_benefits_1122"
down_revision = "projects_work_requests_1122"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE project
      ADD COLUMN closed_on           date,
      ADD COLUMN outcome             varchar,
      ADD COLUMN closed_by_role      varchar,
      ADD COLUMN closing_reason      varchar,
      ADD COLUMN closing_recorded_at timestamptz""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
