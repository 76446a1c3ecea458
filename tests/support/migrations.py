"""What a migration would do to a database that the version before still uses, read from the SQL it runs."""

import importlib.util
import io
import re
from pathlib import Path
from types import ModuleType

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

MARK = "CONTRACTS"
"""The constant by which a migration says that it takes away what the last release does not use any more, and what."""

NAME = r'(?:IF (?:NOT )?EXISTS )?(?:ONLY )?"?(?P<table>\w+)"?'
FUNCTION = re.compile(r"(?P<quote>\$\w*\$).*?(?P=quote)", re.DOTALL)
"""What a function would do some day; the migration itself does not do it."""
NEW_TABLE = re.compile(rf"^CREATE (?:UNLOGGED )?TABLE {NAME}", re.IGNORECASE)
ON_TABLE = re.compile(rf"^(?:ALTER TABLE|CREATE UNIQUE INDEX (?:CONCURRENTLY )?.*? ON) {NAME}", re.IGNORECASE)
TAKES_AWAY = {
    "drops": re.compile(r"\bDROP (?!NOT NULL\b|EXPRESSION\b|IDENTITY\b)", re.IGNORECASE),
    "renames": re.compile(r"\bRENAME\b", re.IGNORECASE),
    "changes the type of a column": re.compile(r"\bALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE\b", re.IGNORECASE),
    "refuses nulls": re.compile(r"\bSET NOT NULL\b", re.IGNORECASE),
    "asks for a column that nobody fills in": re.compile(
        r"\bADD (?!CONSTRAINT\b|CHECK\b|UNIQUE\b|FOREIGN\b)(?:(?!\bDEFAULT\b|\bGENERATED\b|,).)*\bNOT NULL\b"
        r"(?!(?:(?!,).)*\b(?:DEFAULT|GENERATED)\b)",
        re.IGNORECASE,
    ),
    "adds a rule": re.compile(
        r"\bADD (?:CONSTRAINT|CHECK|UNIQUE|FOREIGN|PRIMARY)\b|^CREATE UNIQUE INDEX\b", re.IGNORECASE
    ),
    "removes rows": re.compile(r"^(?:DELETE|TRUNCATE)\b", re.IGNORECASE),
}


def load(path: Path) -> ModuleType:
    """Import a migration from its file."""
    spec = importlib.util.spec_from_file_location(f"migration_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def statements(module: ModuleType) -> list[str]:
    """Return the SQL that a migration runs, a statement each, on one line."""
    written = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written, "literal_binds": True}
    )
    with Operations.context(context):
        module.upgrade()
    script = re.sub(r"--[^\n]*", "", written.getvalue())
    found = FUNCTION.sub(lambda match: " ".join(match[0].split()), script).split(";\n")
    return [" ".join(one.split()).rstrip("; ") for one in found if one.strip("; \n")]


def taken_away(sql: list[str]) -> list[str]:
    """Return what in these statements the version before could stumble over; its own new tables it does not know."""
    new = {match["table"] for one in sql if (match := NEW_TABLE.match(one))}
    return [
        f"{what}: {one}"
        for one in sql
        if not ((table := ON_TABLE.match(one)) and table["table"] in new)
        for what, pattern in TAKES_AWAY.items()
        if pattern.search(one)
    ]
