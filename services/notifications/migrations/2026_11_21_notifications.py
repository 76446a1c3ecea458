"""The log of every event heard."""

from alembic import op

revision = "notifications_2026_11_21"
down_revision = None
branch_labels = ("notifications",)
depends_on = "foundation_2026_11_21"

STATEMENTS = (
    """
    CREATE TABLE event_log (
      position      bigint      PRIMARY KEY,
      event_id      uuid        NOT NULL UNIQUE,
      stream        varchar     NOT NULL,
      stream_seq    bigint      NOT NULL,
      incarnation   varchar,
      type          varchar     NOT NULL,
      source        varchar     NOT NULL,
      subject       varchar     NOT NULL,
      time          timestamptz NOT NULL,
      recordedtime  timestamptz NOT NULL,
      audience      varchar     NOT NULL
        CONSTRAINT event_log_audience CHECK (audience IN ('public', 'programme', 'council', 'office')),
      council       varchar,
      readers       varchar     NOT NULL GENERATED ALWAYS AS (
        CASE audience WHEN 'public' THEN 'all' WHEN 'programme' THEN 'all'
        WHEN 'council' THEN 'council:' || coalesce(council, '') ELSE 'office' END) STORED,
      aggregate     varchar     NOT NULL,
      sequence      bigint      NOT NULL,
      previousid    uuid,
      epoch         integer     NOT NULL,
      correlationid varchar     NOT NULL,
      causationid   varchar,
      actor         varchar     NOT NULL,
      traceparent   varchar,
      tracestate    varchar,
      data          bytea       NOT NULL,
      data_is_json  boolean     NOT NULL,
      kept_at       timestamptz NOT NULL DEFAULT clock_timestamp()
    )""",
    "CREATE INDEX event_log_of_readers ON event_log (readers, position)",
    "CREATE INDEX event_log_of_type ON event_log (type, position)",
    "CREATE INDEX event_log_of_stream ON event_log (stream, position)",
    """
    CREATE TABLE event_log_head (
      only_row boolean PRIMARY KEY CONSTRAINT event_log_head_one_row CHECK (only_row),
      log      uuid    NOT NULL DEFAULT gen_random_uuid(),
      position bigint  NOT NULL
    )""",
    "INSERT INTO event_log_head (only_row, position) VALUES (true, 0)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
