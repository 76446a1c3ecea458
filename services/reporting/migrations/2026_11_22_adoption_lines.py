"""The newest fact of each adoption line has a table of its own, which the database itself keeps true.

By triggers, and not by what hears the events: the last release writes and deletes facts beside this one and knows
nothing of the table, and so does whoever mends facts by hand.
"""

# ruff: noqa: S608 - statements of our own with columns of our own in them

from alembic import op

revision = "reporting_lines_1122"
down_revision = "reporting_benefits_1122"
branch_labels = None
depends_on = None

FACT = "council, deliverable, effective_day, recorded_at, sequence, release, state"
LATEST_FIRST = "effective_day DESC, recorded_at DESC, sequence DESC"
NEWEST_OF_EACH = f"SELECT DISTINCT ON (council, deliverable) {FACT} FROM"
OF_EACH = f"ORDER BY council, deliverable, {LATEST_FIRST}"

STATEMENTS = (
    # when a project began and ended is as it was last told: found without reading all that was told of it
    """
    CREATE INDEX project_description_fact_last_told
    ON project_description_fact (project, recorded_at DESC, sequence DESC)""",
    # from here until the commit nobody tells anything of adoption, so that what is filled in below is all there is
    "CREATE INDEX adoption_fact_demonstration ON adoption_fact (release) WHERE demonstration",
    # changed again and again, and read whole: with room on each page a change leaves nothing behind
    """
    CREATE TABLE adoption_line (
      council       varchar     NOT NULL,
      deliverable   varchar     NOT NULL,
      effective_day date        NOT NULL,
      recorded_at   timestamptz NOT NULL,
      sequence      bigint      NOT NULL,
      release       varchar     NOT NULL,
      state         varchar     NOT NULL,
      PRIMARY KEY (council, deliverable)
    ) WITH (fillfactor = 50)""",
    f"""
    CREATE FUNCTION adoption_lines_move() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO public.adoption_line AS line ({FACT})
      {NEWEST_OF_EACH} told {OF_EACH}
      ON CONFLICT (council, deliverable) DO UPDATE
        SET effective_day = EXCLUDED.effective_day, recorded_at = EXCLUDED.recorded_at, sequence = EXCLUDED.sequence,
            release = EXCLUDED.release, state = EXCLUDED.state
        WHERE (line.effective_day, line.recorded_at, line.sequence)
            < (EXCLUDED.effective_day, EXCLUDED.recorded_at, EXCLUDED.sequence);
      RETURN NULL;
    END $$""",
    # held first, and in the order in which the other function comes to them: what others told of these lines is then
    # committed, and the statements after it see that
    f"""
    CREATE FUNCTION adoption_lines_go_back() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM FROM public.adoption_line WHERE (council, deliverable) IN (SELECT council, deliverable FROM gone)
        ORDER BY council, deliverable FOR UPDATE;
      DELETE FROM public.adoption_line
        WHERE (council, deliverable) IN (SELECT council, deliverable FROM gone);
      INSERT INTO public.adoption_line ({FACT})
      SELECT newest.* FROM (SELECT DISTINCT council, deliverable FROM gone) AS line
      CROSS JOIN LATERAL (
        SELECT {FACT} FROM public.adoption_fact AS fact
        WHERE fact.council = line.council AND fact.deliverable = line.deliverable
        ORDER BY {LATEST_FIRST} LIMIT 1) AS newest;
      RETURN NULL;
    END $$""",
    """
    CREATE FUNCTION adoption_lines_end() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM public.adoption_line;
      RETURN NULL;
    END $$""",
    """
    CREATE TRIGGER told AFTER INSERT ON adoption_fact REFERENCING NEW TABLE AS told
    FOR EACH STATEMENT EXECUTE FUNCTION adoption_lines_move()""",
    """
    CREATE TRIGGER taken_back AFTER DELETE ON adoption_fact REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION adoption_lines_go_back()""",
    """
    CREATE TRIGGER mended_from AFTER UPDATE ON adoption_fact REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION adoption_lines_go_back()""",
    """
    CREATE TRIGGER mended_to AFTER UPDATE ON adoption_fact REFERENCING NEW TABLE AS told
    FOR EACH STATEMENT EXECUTE FUNCTION adoption_lines_move()""",
    """
    CREATE TRIGGER emptied AFTER TRUNCATE ON adoption_fact
    FOR EACH STATEMENT EXECUTE FUNCTION adoption_lines_end()""",
    f"INSERT INTO adoption_line ({FACT}) {NEWEST_OF_EACH} adoption_fact {OF_EACH}",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
