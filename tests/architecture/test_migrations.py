"""Migrations since the last release only add to the schema, so that the release goes on while they run and after."""

import re
from pathlib import Path

import pytest

from tests.support.house import ROOT
from tests.support.migrations import MARK, load, statements, taken_away
from tests.support.releases import Release, last_release

PATTERNS = ("shared/migrations/*.py", "services/*/migrations/*.py")
DATED = re.compile(r"^\d{4}_\d\d_\d\d_\w+\.py$")
MOST_LETTERS = 32
MIGRATIONS = sorted(path for pattern in PATTERNS for path in ROOT.glob(pattern))


@pytest.fixture(scope="module")
def release() -> Release:
    """The last release, which may still run while its database is upgraded."""
    return last_release()


def test_every_migration_is_dated() -> None:
    assert len(MIGRATIONS) >= 5
    assert [path.name for path in MIGRATIONS if not DATED.match(path.name)] == []


def test_the_name_of_a_migration_fits_where_alembic_keeps_it() -> None:
    assert [path.name for path in MIGRATIONS if len(load(path).revision) > MOST_LETTERS] == []


def test_what_a_release_has_migrated_is_not_written_anew(release: Release) -> None:
    """A database that has run it would never see the difference."""
    kept = release.files(*PATTERNS)
    assert len(kept) >= 5
    changed = [
        path
        for path, text in kept.items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text
    ]
    assert changed == [], "add a migration, and leave those that were released as they are"


def test_migrations_since_the_last_release_take_nothing_away_that_it_uses(release: Release) -> None:
    kept = release.files(*PATTERNS)
    refused: dict[str, list[str]] = {}
    for path in MIGRATIONS:
        name = str(path.relative_to(ROOT))
        if name in kept:
            continue
        module = load(path)
        reason = getattr(module, MARK, None)
        if reason is None:
            found = taken_away(statements(module))
            refused |= {name: found} if found else {}
        else:
            assert f"{release.version} does not use " in reason, (
                f"{name} does not say what {release.version} is done with"
            )
    assert refused == {}, (
        "expand now, and contract once no release in use needs what goes: then say so in the migration, as "
        f'{MARK} = "{release.version} does not use council.old_name"'
    )


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DROP TABLE council", "drops"),
        ("ALTER TABLE council DROP COLUMN name", "drops"),
        ("ALTER TABLE council ALTER COLUMN name DROP DEFAULT", "drops"),
        ("ALTER TABLE dead_letter DROP CONSTRAINT dead_letter_once", "drops"),
        ("DROP INDEX outbox_event_tail", "drops"),
        ("ALTER TABLE council RENAME TO councils", "renames"),
        ("ALTER TABLE council RENAME COLUMN name TO title", "renames"),
        ("ALTER TABLE council ALTER COLUMN population TYPE bigint", "changes the type of a column"),
        ("ALTER TABLE council ALTER name SET NOT NULL", "refuses nulls"),
        ("ALTER TABLE council ADD COLUMN area varchar NOT NULL", "asks for a column that nobody fills in"),
        (
            "ALTER TABLE council ADD area varchar NOT NULL, ADD b int DEFAULT 1",
            "asks for a column that nobody fills in",
        ),
        ("ALTER TABLE council ADD CONSTRAINT c CHECK (population > 0)", "adds a rule"),
        ("CREATE UNIQUE INDEX i ON council (name)", "adds a rule"),
        ("DELETE FROM inbox", "removes rows"),
        ("TRUNCATE inbox", "removes rows"),
    ],
)
def test_what_the_version_before_could_stumble_over_is_found(statement: str, finding: str) -> None:
    assert taken_away([statement]) == [f"{finding}: {statement}"]


@pytest.mark.parametrize(
    "script",
    [
        ["CREATE TABLE new (a int NOT NULL)", "ALTER TABLE new DROP COLUMN a", "CREATE UNIQUE INDEX i ON new (a)"],
        ["CREATE INDEX i ON council (name)"],
        ["ALTER TABLE council ADD COLUMN area varchar"],
        ["ALTER TABLE council ADD COLUMN area varchar NOT NULL DEFAULT ''"],
        ["ALTER TABLE council ADD COLUMN area varchar DEFAULT '' NOT NULL, ADD COLUMN b int"],
        ["ALTER TABLE council ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY"],
        ["ALTER TABLE council ALTER COLUMN name DROP NOT NULL"],
        ["UPDATE council SET area = name"],
    ],
)
def test_what_only_adds_is_let_through(script: list[str]) -> None:
    assert taken_away(script) == []


def test_the_statements_of_a_migration_are_all_seen(tmp_path: Path) -> None:
    written = tmp_path / "2026_01_01_tried.py"
    written.write_text(
        '''"""Tried."""
import sqlalchemy as sa
from alembic import op

def upgrade() -> None:
    op.execute("""
        ALTER TABLE council  -- all of them
          DROP COLUMN name""")
    op.execute("""
        CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          DELETE FROM newest;
          RETURN NULL;
        END $$""")
    op.drop_table("gone")
    op.add_column("council", sa.Column("area", sa.Text, nullable=False))
''',
        encoding="utf-8",
    )
    assert taken_away(statements(load(written))) == [
        "drops: ALTER TABLE council DROP COLUMN name",
        "drops: DROP TABLE gone",
        "asks for a column that nobody fills in: ALTER TABLE council ADD COLUMN area TEXT NOT NULL",
    ]
