"""What delivering needs beside the tables of deliveries."""

from alembic import op

revision = "notifications_delivering_1122"
down_revision = "notifications_planning_1122"
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE INDEX endpoint_probed ON endpoint (probe_at) WHERE probe_at IS NOT NULL",
    "CREATE INDEX lane_tried ON lane (subscription) WHERE head IS NOT NULL AND tries > 0",
    """CREATE INDEX delivery_lost ON delivery (subscription, state, position)
       WHERE state IN ('given-up', 'skipped')""",
    # a lane is written anew with each claim: where it stands, if there is room
    "ALTER TABLE lane SET (fillfactor = 70)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
