"""Gate decisions with their conditions, evidence and overrides as rows; planned phases."""

from alembic import op

revision = "projects_gates_1122"
down_revision = "projects_lifecycles_1122"
branch_labels = None
depends_on = "timers_2026_11_22"

CONDITIONS = """
  INSERT INTO gate_condition (id, project, decision, gate, phase, text, owner_role, due, effective, recorded_at)
  SELECT {decision}.id || '-' || told.number, {decision}.project, {decision}.id,
         (SELECT count(before.decision) FROM phase_change AS before
          WHERE before.project = {decision}.project AND before.recorded_at < {decision}.recorded_at),
         {decision}.phase, told.condition ->> 'text', told.condition ->> 'owner_role',
         CAST(told.condition ->> 'due' AS date), {decision}.decided_on, {decision}.recorded_at
  FROM {source} jsonb_array_elements({decision}.conditions) WITH ORDINALITY AS told (condition, number)"""
TIMERS = """
  INSERT INTO timer (kind, of, key, due_at, tries)
  SELECT 'gate-condition-overdue', project, id, CAST(due + 1 AS timestamp) AT TIME ZONE 'UTC', 0
  FROM gate_condition {of}"""

STATEMENTS = (
    """
    ALTER TABLE gate_decision
      ADD COLUMN gate integer,
      ADD COLUMN evidence_deliverables jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN lifecycle varchar,
      ADD COLUMN lifecycle_number integer,
      ADD COLUMN criteria jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN products jsonb NOT NULL DEFAULT '[]',
      ADD COLUMN override jsonb""",
    """
    ALTER TABLE phase_change
      ADD COLUMN cause varchar,
      ADD COLUMN override jsonb,
      ADD COLUMN planned varchar""",
    """
    CREATE TABLE gate_condition (
      id                            varchar PRIMARY KEY,
      project                       varchar NOT NULL REFERENCES project (key),
      decision                      uuid    NOT NULL REFERENCES gate_decision (id),
      gate                          integer NOT NULL,
      phase                         varchar,
      text                          varchar NOT NULL,
      owner_role                    varchar NOT NULL,
      due                           date    NOT NULL,
      effective                     date    NOT NULL,
      recorded_at                   timestamptz NOT NULL,
      settlement                    varchar,
      settled_on                    date,
      settled_by_role               varchar,
      settled_reason                varchar,
      settled_evidence              jsonb   NOT NULL DEFAULT '[]',
      settled_evidence_deliverables jsonb   NOT NULL DEFAULT '[]',
      settled_recorded_at           timestamptz
    )""",
    "CREATE INDEX gate_condition_of_project ON gate_condition (project, due, id)",
    "CREATE INDEX gate_condition_by_due ON gate_condition (due, id)",
    """
    CREATE TABLE phase_plan (
      project          varchar NOT NULL REFERENCES project (key),
      number           integer NOT NULL,
      lifecycle        varchar NOT NULL,
      lifecycle_number integer NOT NULL,
      phases           jsonb   NOT NULL,
      reason           varchar,
      effective        date    NOT NULL,
      recorded_at      timestamptz NOT NULL,
      PRIMARY KEY (project, number)
    )""",
    # what was decided so far, and what the last release decides while it runs beside this one, becomes rows too;
    # this one counts the gates itself, and so does without
    f"""
    CREATE FUNCTION gate_conditions_as_rows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      {CONDITIONS.format(decision="NEW", source="")};
      {TIMERS.format(of="WHERE decision = NEW.id")};
      RETURN NULL; END $$""",
    """
    CREATE TRIGGER gate_conditions_as_rows AFTER INSERT ON gate_decision
      FOR EACH ROW WHEN (NEW.gate IS NULL) EXECUTE FUNCTION gate_conditions_as_rows()""",
    CONDITIONS.format(decision="decision", source="gate_decision AS decision,"),
    TIMERS.format(of=""),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
