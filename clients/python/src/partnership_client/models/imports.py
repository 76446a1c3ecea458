"""What the services answer about imports."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt
from typing import Any

from partnership_client.base import Model


class Import(Model):
    """A file and how far it has come; `version` goes up with everything that changes.

    `rows` is how many it holds, null until it was read to its end. `progress` goes from 0 to 1, which is its end:
    done, refused (nothing was applied, `errors` says how many mistakes there are) or failed (nothing was applied,
    though it was tried again and again). What a dry run counts is what would happen.
    """

    href: str
    version: int
    id: str
    kind: str
    owner: str
    client: str
    state: str
    dry_run: bool
    bytes: int
    sha256: str | None = None
    rows_read: int
    rows: int | None = None
    new: int
    known: int
    changed: int
    conflicting: int
    errors: int
    progress: float
    errors_href: str
    received_at: dt.datetime
    ended_at: dt.datetime | None = None


class Mistake(Model):
    """What is wrong with one place of a file: the line of the file on which its record begins, and the column."""

    line: int
    column: str | None = None
    value: str | None = None
    message: str


class Standing(Model):
    """What stands, by which road it came, and whose request set it."""

    content: dict[str, Any]
    road: str
    by: str | None = None
    since: dt.datetime | None = None


class Reported(Model):
    """What was reported, when, by which road, by which client, and from which source."""

    content: dict[str, Any]
    road: str
    by: str
    source: str
    reported_at: dt.datetime


class Conflict(Model):
    """A feed said something else than what a person had set."""

    href: str
    version: int
    id: str
    kind: str
    owner: str
    fact: str
    about: dict[str, Any]
    state: str
    standing: Standing
    reported: Reported
    keep: str | None = None
    reason: str | None = None
    resolved_by: str | None = None
    resolved_at: dt.datetime | None = None
