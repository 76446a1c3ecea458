"""What the services answer about lifecycles."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model


class Gate(Model):
    """Services__projects__views__programme__ gate."""

    name: str
    criteria: list[str]


class TemplatePhase(Model):
    """Template phase."""

    key: str
    name: str
    products: list[str]
    gate: Gate | None = None


class Lifecycle(Model):
    """A lifecycle template at one of its versions (`number`)."""

    href: str
    version: int
    key: str
    number: int
    name: str
    description: str | None = None
    phases: list[TemplatePhase]
    published_at: dt.datetime


class Prospect(Model):
    """What a move does to one project: it moves, stays as it is, or cannot move for the reason given."""

    project: str
    outcome: str
    from_number: int | None = None
    from_phase: str | None = None
    to_phase: str | None = None
    why: str | None = None


class Move(Model):
    """What a move to a version of a template did, or would do (`dry_run`), to each project."""

    lifecycle: str
    to_number: int
    effective: dt.date
    dry_run: bool
    moves: int
    projects: list[Prospect]
