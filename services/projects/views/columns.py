"""What every view takes from its row: the columns people may see, by their names."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import SQLModel

BASE = "/api/v1"

HIDDEN = {"last_event", "created_at", "changed_at", "starts_day", "ends_day", "closed_day"}
"""What keeps the machinery going, and the days that partial dates are counted from."""


def columns(row: SQLModel, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """Return a row's columns that are shown."""
    return row.model_dump(exclude=HIDDEN | set(without))
