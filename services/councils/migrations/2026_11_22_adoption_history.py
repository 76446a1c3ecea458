"""Adoption: evidence, plans and variants."""

from alembic import op

revision = "councils_adoption_history_1122"
down_revision = "councils_contacts_1122"
branch_labels = None
depends_on = None

COUNTS_FROM = "date GENERATED ALWAYS AS (last_day({0})) STORED"

STATEMENTS = (
    # the last day that a loosely given date may mean: 2018 is 2018-12-31
    """
    CREATE FUNCTION last_day(partial text) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE length(partial)
      WHEN 4 THEN make_date(partial::integer, 12, 31)
      WHEN 7 THEN (make_date(left(partial, 4)::integer, right(partial, 2)::integer, 1)
                   + interval '1 month' - interval '1 day')::date
      ELSE make_date(left(partial, 4)::integer, substr(partial, 6, 2)::integer, right(partial, 2)::integer)
    END""",
    f"""
    ALTER TABLE adoption
      ADD COLUMN opened_day     {COUNTS_FROM.format("opened")},
      ADD COLUMN variant        jsonb,
      ADD COLUMN adopted_on     varchar,
      ADD COLUMN used_on        varchar,
      ADD COLUMN plan_adopt_on  varchar,
      ADD COLUMN plan_in_use_on varchar""",
    f"""
    ALTER TABLE adoption_move
      ADD COLUMN evidence          jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN variant           jsonb,
      ADD COLUMN correction_reason varchar,
      ADD COLUMN effective_day     {COUNTS_FROM.format("effective")}""",
    "CREATE INDEX adoption_move_latest ON adoption_move (council, deliverable, effective_day DESC, number DESC)",
    f"""
    CREATE TABLE adoption_plan (
      council       varchar     NOT NULL,
      deliverable   varchar     NOT NULL,
      number        bigint      NOT NULL,
      adopt_on      varchar,
      in_use_on     varchar,
      reason        varchar,
      effective     varchar     NOT NULL,
      effective_day {COUNTS_FROM.format("effective")},
      recorded_at   timestamptz NOT NULL,
      PRIMARY KEY (council, deliverable, number),
      CONSTRAINT adoption_plan_of_line
        FOREIGN KEY (council, deliverable) REFERENCES adoption (council, deliverable)
    )""",
    # since when lines that were moved before this have been adopted and used
    """
    UPDATE adoption AS line SET
      adopted_on = (SELECT effective FROM adoption_move AS move
                    WHERE move.council = line.council AND move.deliverable = line.deliverable
                      AND to_state IN ('adopting', 'embedded', 'in-use', 'adapted')
                    ORDER BY effective_day, number LIMIT 1),
      used_on = (SELECT effective FROM adoption_move AS move
                 WHERE move.council = line.council AND move.deliverable = line.deliverable
                   AND to_state IN ('in-use', 'adapted')
                 ORDER BY effective_day, number LIMIT 1)
    WHERE version > 1""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
