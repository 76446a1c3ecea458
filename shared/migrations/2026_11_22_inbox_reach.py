"""How far a consumer has got on a stream is read from its inbox: an index finds the newest row."""

from alembic import op

revision = "inbox_reach_2026_11_22"
down_revision = "foundation_2026_11_21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX inbox_reach ON inbox (consumer, stream, stream_seq)")
