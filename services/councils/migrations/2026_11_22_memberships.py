"""Membership: in principle, and corrections of the past; names for codes, and family groups."""

from alembic import op

revision = "councils_memberships_1122"
down_revision = "councils_capacity_1122"
branch_labels = None
depends_on = None

AGGREGATE = """
      version    bigint      NOT NULL,
      last_event uuid,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL"""

# the release before told of a membership by its first and second event, third and fourth, and so on
PERIODS = """
    SELECT period.council, told.number, told.standing, told.effective, told.certainty, told.day, told.source,
           coalesce(outbox.recorded_at, membership.changed_at)
    FROM membership_period AS period
    JOIN membership ON membership.council = period.council
    CROSS JOIN LATERAL (VALUES
      (2 * period.number - 1, 'joined', period.joined, period.certainty, period.certain_from, period.source),
      (2 * period.number, 'left', period.ended, 'known', period.ended_day, NULL)
    ) AS told (number, standing, effective, certainty, day, source)
    LEFT JOIN outbox_event AS outbox ON outbox.aggregate_type = 'membership'
      AND outbox.aggregate_id = period.council AND outbox.aggregate_version = told.number
    WHERE told.day IS NOT NULL"""

STATEMENTS = (
    """
    CREATE TABLE membership_told (
      council     varchar NOT NULL REFERENCES membership (council),
      number      bigint  NOT NULL,
      standing    varchar NOT NULL
        CONSTRAINT membership_told_standing CHECK (standing IN ('in-principle', 'joined', 'left', 'never')),
      effective   varchar,
      certainty   varchar NOT NULL
        CONSTRAINT membership_told_certainty CHECK (certainty IN ('known', 'no-later-than', 'unknown')),
      day         date    NOT NULL,
      source      varchar,
      corrects    bigint,
      reason      varchar,
      recorded_at timestamptz NOT NULL,
      PRIMARY KEY (council, number)
    )""",
    f"""
    INSERT INTO membership_told
      (council, number, standing, effective, certainty, day, source, recorded_at) {PERIODS}""",
    # what the release before still writes is told as well: at the end of its transaction, when the version of the
    # membership says under which number; what today's code wrote stands there already
    """
    CREATE FUNCTION membership_was_told() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO public.membership_told
        (council, number, standing, effective, certainty, day, source, recorded_at)
      SELECT NEW.council, membership.version,
             CASE WHEN NEW.ended_day IS NULL THEN 'joined' ELSE 'left' END,
             CASE WHEN NEW.ended_day IS NULL THEN NEW.joined ELSE NEW.ended END,
             CASE WHEN NEW.ended_day IS NULL THEN NEW.certainty ELSE 'known' END,
             coalesce(NEW.ended_day, NEW.certain_from),
             CASE WHEN NEW.ended_day IS NULL THEN NEW.source END,
             membership.changed_at
      FROM public.membership WHERE membership.council = NEW.council
      ON CONFLICT (council, number) DO NOTHING;
      RETURN NULL;
    END $$""",
    """
    CREATE CONSTRAINT TRIGGER told AFTER INSERT OR UPDATE ON membership_period
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION membership_was_told()""",
    """
    CREATE TABLE council_short_code (
      code3   varchar PRIMARY KEY,
      council varchar NOT NULL UNIQUE REFERENCES council (slug)
    )""",
    f"""
    CREATE TABLE family_group (
      key    varchar PRIMARY KEY,
      name   varchar NOT NULL,
      source varchar NOT NULL, {AGGREGATE}
    )""",
    """
    CREATE TABLE family_group_told (
      family_group varchar NOT NULL REFERENCES family_group (key),
      number       bigint  NOT NULL,
      council      varchar NOT NULL REFERENCES council (slug),
      standing     varchar NOT NULL
        CONSTRAINT family_group_told_standing CHECK (standing IN ('in', 'out', 'never')),
      effective    varchar NOT NULL,
      day          date    NOT NULL,
      source       varchar,
      corrects     bigint,
      reason       varchar,
      recorded_at  timestamptz NOT NULL,
      PRIMARY KEY (family_group, number)
    )""",
    "CREATE INDEX family_group_told_of_council ON family_group_told (council)",
    """
    CREATE TABLE released_deliverable (
      release       varchar NOT NULL,
      deliverable   varchar NOT NULL,
      project       varchar NOT NULL,
      demonstration boolean NOT NULL,
      effective     varchar NOT NULL,
      day           date    NOT NULL,
      PRIMARY KEY (release, deliverable)
    )""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
