"""Facts: what a project is about, who leads it and takes part, and its dates as their sources give them."""

from alembic import op

revision = "reporting_projects_1122"
down_revision = "reporting_lines_1122"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE project_fact ADD COLUMN people jsonb",
    """
    ALTER TABLE project_description_fact
      ADD COLUMN summary          varchar,
      ADD COLUMN lifecycle        varchar,
      ADD COLUMN lifecycle_number integer,
      ADD COLUMN starts           varchar,
      ADD COLUMN ends             varchar""",
    "ALTER TABLE placement_fact ADD COLUMN ends varchar",
    "CREATE INDEX deliverable_fact_of_project ON deliverable_fact (project)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
