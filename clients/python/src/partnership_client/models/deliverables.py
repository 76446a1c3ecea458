"""What the services answer about deliverables."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model


class Deliverable(Model):
    """A deliverable. `state` null means not recorded; `state_as_found` is its source's own word.

    `successor` takes the place of one that is superseded; `acknowledge_by` is the day by which those who adopted it
    should have stopped using it. `version` is that of this record; what it was published as is `latest_version`.
    """

    href: str
    version: int
    key: str
    project: str
    name: str
    state: str | None = None
    state_since: dt.date | None = None
    state_reason: str | None = None
    state_as_found: str | None = None
    successor: str | None = None
    acknowledge_by: dt.date | None = None
    latest_version: str | None = None
    produced_by: str | None = None
    source: str | None = None


class StateChange(Model):
    """A move to a state; `effective` null means that it was found in that state, and not since when."""

    number: int
    from_state: str | None = None
    to_state: str
    effective: dt.date | None = None
    reason: str | None = None
    successor: str | None = None
    acknowledge_by: dt.date | None = None
    recorded_at: dt.datetime


class Version(Model):
    """A version of a deliverable, by the name it goes by."""

    version: str
    effective: dt.date
    summary: str | None = None
    link: str | None = None
    sha256: str | None = None
    recorded_at: dt.datetime


class VersionPublished(Model):
    """A version that was published; `version` outside of it is that of the deliverable's record."""

    href: str
    version: int
    deliverable: str
    latest_version: str | None = None
    published: Version
