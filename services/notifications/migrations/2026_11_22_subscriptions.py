"""Who wants which events, where webhooks go, and what was delivered."""

from alembic import op

revision = "notifications_subscribing_1122"
down_revision = "notifications_2026_11_21"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE subscription (
      id         varchar     PRIMARY KEY,
      name       varchar     NOT NULL,
      client     varchar     NOT NULL,
      council    varchar,
      road       varchar     NOT NULL
        CONSTRAINT subscription_road CHECK (road IN ('webhook', 'feed', 'stream', 'broker')),
      types      varchar[]   NOT NULL,
      filters    jsonb       NOT NULL,
      fields     jsonb       NOT NULL,
      start      jsonb       NOT NULL,
      state      varchar     NOT NULL
        CONSTRAINT subscription_state CHECK (state IN ('pending', 'active', 'paused', 'stopped')),
      cause      varchar,
      since      timestamptz NOT NULL,
      planned    bigint      NOT NULL,
      with_head  boolean     NOT NULL,
      keep_days  integer     NOT NULL,
      version    bigint      NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL
    )""",
    "CREATE INDEX subscription_of_owner ON subscription (council, id)",
    "CREATE INDEX subscription_of_client ON subscription (client) WHERE state <> 'stopped'",
    """CREATE INDEX subscription_behind ON subscription (id)
       WHERE road = 'webhook' AND state IN ('active', 'paused') AND NOT with_head""",
    """
    CREATE TABLE endpoint (
      subscription  varchar   PRIMARY KEY REFERENCES subscription (id) ON DELETE CASCADE,
      url           varchar   NOT NULL,
      mode          varchar   NOT NULL CONSTRAINT endpoint_mode CHECK (mode IN ('binary', 'structured')),
      body          varchar   NOT NULL CONSTRAINT endpoint_body CHECK (body IN ('full', 'thin')),
      signatures    varchar[] NOT NULL,
      rate          double precision,
      agreed_at     timestamptz,
      failures      integer   NOT NULL,
      failing_since timestamptz,
      not_before    timestamptz,
      probe_at      timestamptz,
      told_at       timestamptz
    )""",
    """
    CREATE TABLE endpoint_secret (
      id           uuid        PRIMARY KEY,
      subscription varchar     NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
      kind         varchar     NOT NULL CONSTRAINT endpoint_secret_kind CHECK (kind IN ('hmac', 'ed25519')),
      sealed       bytea       NOT NULL,
      public       varchar,
      made_at      timestamptz NOT NULL,
      retires_at   timestamptz
    )""",
    "CREATE INDEX ix_endpoint_secret_subscription ON endpoint_secret (subscription)",
    """
    CREATE TABLE lane (
      subscription varchar NOT NULL,
      aggregate    varchar NOT NULL,
      number       bigint  NOT NULL,
      last_event   uuid    NOT NULL,
      head         bigint,
      tries        integer NOT NULL,
      due_at       timestamptz,
      lease        uuid,
      leased_until timestamptz,
      PRIMARY KEY (subscription, aggregate)
    )""",
    "CREATE INDEX lane_due ON lane (subscription, due_at) WHERE head IS NOT NULL",
    """
    CREATE TABLE delivery (
      subscription varchar     NOT NULL,
      position     bigint      NOT NULL,
      id           uuid        NOT NULL UNIQUE,
      event_id     uuid        NOT NULL,
      aggregate    varchar     NOT NULL,
      number       bigint      NOT NULL,
      previous     uuid,
      state        varchar     NOT NULL
        CONSTRAINT delivery_state CHECK (state IN ('waiting', 'delivered', 'given-up', 'skipped')),
      tries        integer     NOT NULL,
      reason       varchar,
      planned_at   timestamptz NOT NULL,
      settled_at   timestamptz,
      PRIMARY KEY (subscription, position)
    )""",
    "CREATE INDEX delivery_lane ON delivery (subscription, aggregate, position) WHERE state = 'waiting'",
    "CREATE INDEX delivery_waiting ON delivery (subscription, position) WHERE state = 'waiting'",
    """
    CREATE TABLE attempt (
      number       bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
      subscription varchar     NOT NULL,
      delivery     uuid        NOT NULL,
      kind         varchar     NOT NULL
        CONSTRAINT attempt_kind CHECK (kind IN ('planned', 'probe', 'resent', 'test')),
      at           timestamptz NOT NULL,
      took_ms      integer     NOT NULL,
      outcome      varchar     NOT NULL CONSTRAINT attempt_outcome
        CHECK (outcome IN ('delivered', 'retry', 'slow-down', 'gone', 'blocked')),
      status       integer,
      error        varchar,
      request      jsonb       NOT NULL,
      answer       jsonb,
      answer_body  bytea
    )""",
    "CREATE INDEX attempt_of_delivery ON attempt (delivery, number)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
