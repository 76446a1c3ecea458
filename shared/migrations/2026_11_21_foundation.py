"""The tables every service has: outbox, inbox, dead letters, idempotency keys, and what checks tokens."""

from alembic import op

revision = "foundation_2026_11_21"
down_revision = None
branch_labels = ("foundation",)
depends_on = None

STATEMENTS = (
    r"""
    CREATE TABLE outbox_event (
      position          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      event_id          uuid        NOT NULL UNIQUE,
      aggregate_type    varchar     NOT NULL,
      aggregate_id      varchar     NOT NULL,
      aggregate_version bigint      NOT NULL CONSTRAINT outbox_event_version_positive CHECK (aggregate_version > 0),
      event_type        varchar     NOT NULL,
      schema_version    integer     NOT NULL,
      subject           varchar     NOT NULL
        CONSTRAINT outbox_event_subject_plain
          CHECK (subject ~ '^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$' AND octet_length(subject) <= 255),
      payload           bytea       NOT NULL
        CONSTRAINT outbox_event_payload_bounded CHECK (octet_length(payload) <= 524288),
      headers           jsonb       NOT NULL,
      occurred_at       timestamptz NOT NULL,
      recorded_at       timestamptz NOT NULL,
      published_at      timestamptz,
      stream_seq        bigint,
      UNIQUE (aggregate_type, aggregate_id, aggregate_version)
    )""",
    "CREATE INDEX outbox_event_pending ON outbox_event (position) WHERE published_at IS NULL",
    "CREATE UNIQUE INDEX outbox_event_tail ON outbox_event (stream_seq) WHERE stream_seq IS NOT NULL",
    "CREATE TABLE stream_incarnation (stream varchar PRIMARY KEY, created varchar NOT NULL)",
    """
    CREATE TABLE database_epoch (
      only_row boolean PRIMARY KEY CONSTRAINT database_epoch_one_row CHECK (only_row),
      epoch    integer NOT NULL
    )""",
    "INSERT INTO database_epoch (only_row, epoch) VALUES (true, 1)",
    """
    CREATE TABLE inbox (
      consumer     varchar     NOT NULL,
      event_id     uuid        NOT NULL,
      stream       varchar     NOT NULL,
      stream_seq   bigint      NOT NULL,
      processed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (consumer, event_id)
    )""",
    """
    CREATE TABLE inbox_version (
      consumer       varchar NOT NULL,
      aggregate_type varchar NOT NULL,
      aggregate_id   varchar NOT NULL,
      version        bigint  NOT NULL,
      PRIMARY KEY (consumer, aggregate_type, aggregate_id)
    )""",
    """
    CREATE TABLE dead_letter (
      id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      consumer       varchar     NOT NULL,
      event_id       uuid,
      event_type     varchar,
      aggregate      varchar,
      version        bigint,
      subject        varchar     NOT NULL,
      stream         varchar     NOT NULL,
      stream_seq     bigint      NOT NULL,
      payload        bytea       NOT NULL,
      headers        jsonb       NOT NULL,
      cause          varchar     NOT NULL,
      error          varchar     NOT NULL,
      deliveries     integer     NOT NULL,
      parked_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
      state          varchar     NOT NULL DEFAULT 'parked'
        CONSTRAINT dead_letter_state CHECK (state IN ('parked', 'replayed', 'discarded')),
      settled_at     timestamptz,
      settled_by     varchar,
      settled_reason varchar,
      CONSTRAINT dead_letter_once UNIQUE NULLS NOT DISTINCT (consumer, stream, stream_seq, event_id)
    )""",
    """
    CREATE TABLE idempotency_key (
      client      varchar     NOT NULL,
      key         varchar     NOT NULL,
      fingerprint bytea       NOT NULL,
      answer      jsonb,
      created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (client, key)
    )""",
    "CREATE TABLE token_key (kid varchar PRIMARY KEY, jwk jsonb NOT NULL, retired boolean NOT NULL)",
    "CREATE TABLE revoked_client (client varchar PRIMARY KEY, revoked_at timestamptz NOT NULL)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
