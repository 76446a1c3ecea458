"""Releases with freeze, scope log, sign-offs, signature and amendments."""

from alembic import op

revision = "projects_releases_1122"
down_revision = "projects_deliverables_1122"
branch_labels = None
depends_on = None

STATEMENTS: tuple[str, ...] = (
    """
    ALTER TABLE release
      ADD COLUMN freeze_on        date,
      ADD COLUMN frozen_told      boolean NOT NULL DEFAULT false,
      ADD COLUMN sign_offs_needed jsonb   NOT NULL DEFAULT '[]'""",
    """
    ALTER TABLE release_manifest
      ADD COLUMN signature varchar,
      ADD COLUMN key_id    varchar,
      ADD COLUMN signed_at timestamptz""",
    """
    CREATE TABLE release_details (
      release          varchar NOT NULL REFERENCES release (key),
      number           bigint  NOT NULL,
      name             varchar NOT NULL,
      planned_for      varchar,
      freeze_on        date,
      sign_offs_needed jsonb   NOT NULL,
      effective        date    NOT NULL,
      recorded_at      timestamptz NOT NULL,
      PRIMARY KEY (release, number)
    )""",
    """
    CREATE TABLE release_scope_change (
      release       varchar NOT NULL REFERENCES release (key),
      number        bigint  NOT NULL,
      deliverable   varchar NOT NULL REFERENCES deliverable (key),
      change        varchar NOT NULL,
      ready         boolean NOT NULL,
      note          varchar,
      carried_from  varchar,
      after_freeze  boolean NOT NULL,
      reason        varchar,
      by_role       varchar,
      effective     varchar NOT NULL,
      effective_day date    NOT NULL,
      recorded_at   timestamptz NOT NULL,
      PRIMARY KEY (release, number, deliverable)
    )""",
    """
    CREATE TABLE release_sign_off (
      release     varchar NOT NULL REFERENCES release (key),
      number      bigint  NOT NULL,
      by_role     varchar NOT NULL,
      outcome     varchar NOT NULL,
      note        varchar,
      effective   date    NOT NULL,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (release, number)
    )""",
    """
    CREATE TABLE release_amendment (
      release         varchar NOT NULL REFERENCES release (key),
      number          integer NOT NULL,
      text            varchar NOT NULL,
      reason          varchar NOT NULL,
      by_role         varchar NOT NULL,
      changes         jsonb   NOT NULL,
      effective       date    NOT NULL,
      recorded_at     timestamptz NOT NULL,
      manifest_sha256 varchar NOT NULL,
      previous_sha256 varchar,
      content         bytea   NOT NULL,
      sha256          varchar NOT NULL,
      signature       varchar NOT NULL,
      key_id          varchar NOT NULL,
      PRIMARY KEY (release, number)
    )""",
    """
    CREATE TABLE seal_key (
      kid        varchar PRIMARY KEY,
      number     integer NOT NULL UNIQUE,
      public     jsonb   NOT NULL,
      private    varchar,
      version    bigint  NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL
    )""",
    # what was said of releases before there was a log of it: the outbox has it all
    """
    INSERT INTO release_details (release, number, name, planned_for, sign_offs_needed, effective, recorded_at)
    SELECT said.data ->> 'release', said.number, said.data ->> 'name', said.data ->> 'planned_for', '[]',
           said.occurred_at::date, said.recorded_at
    FROM (SELECT convert_from(payload, 'UTF8')::jsonb AS data, aggregate_version AS number,
                 occurred_at AT TIME ZONE 'UTC' AS occurred_at, recorded_at
          FROM outbox_event WHERE event_type IN ('partnership.projects.release-planned.v1',
                                                 'partnership.projects.release-details-changed.v1')) AS said""",
    """
    INSERT INTO release_scope_change (release, number, deliverable, change, ready, carried_from, after_freeze,
                                      effective, effective_day, recorded_at)
    SELECT said.data ->> 'release', said.number, item ->> 'deliverable',
           CASE WHEN said.data ->> 'carried_from' IS NULL THEN 'put-in' ELSE 'carried-in' END,
           coalesce((item ->> 'ready')::boolean, false), said.data ->> 'carried_from', false,
           said.data ->> 'effective', said.occurred_at::date, said.recorded_at
    FROM (SELECT convert_from(payload, 'UTF8')::jsonb AS data, aggregate_version AS number,
                 occurred_at AT TIME ZONE 'UTC' AS occurred_at, recorded_at
          FROM outbox_event WHERE event_type = 'partnership.projects.release-scope-changed.v1') AS said,
         jsonb_array_elements(said.data -> 'added') AS item""",
    """
    INSERT INTO release_scope_change (release, number, deliverable, change, ready, after_freeze,
                                      effective, effective_day, recorded_at)
    SELECT said.data ->> 'release', said.number, gone, 'taken-out', false, false,
           said.data ->> 'effective', said.occurred_at::date, said.recorded_at
    FROM (SELECT convert_from(payload, 'UTF8')::jsonb AS data, aggregate_version AS number,
                 occurred_at AT TIME ZONE 'UTC' AS occurred_at, recorded_at
          FROM outbox_event WHERE event_type = 'partnership.projects.release-scope-changed.v1') AS said,
         jsonb_array_elements_text(said.data -> 'removed') AS gone""",
    """
    INSERT INTO release_scope_change (release, number, deliverable, change, ready, note, after_freeze,
                                      effective, effective_day, recorded_at)
    SELECT said.data ->> 'release', said.number, said.data ->> 'deliverable',
           CASE WHEN (said.data ->> 'ready')::boolean THEN 'ready' ELSE 'not-ready' END,
           (said.data ->> 'ready')::boolean, said.data ->> 'note', false,
           said.data ->> 'effective', said.occurred_at::date, said.recorded_at
    FROM (SELECT convert_from(payload, 'UTF8')::jsonb AS data, aggregate_version AS number,
                 occurred_at AT TIME ZONE 'UTC' AS occurred_at, recorded_at
          FROM outbox_event WHERE event_type = 'partnership.projects.release-readiness-changed.v1') AS said""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
