"""Facts: membership in principle, corrections with their reasons."""

from alembic import op

revision = "reporting_membership_1122"
down_revision = "reporting_projects_1122"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE membership_fact
      ADD COLUMN standing      varchar,
      ADD COLUMN corrects      bigint,
      ADD COLUMN reason        varchar,
      ADD COLUMN was_standing  varchar,
      ADD COLUMN was_effective varchar,
      ADD COLUMN was_certainty varchar""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
