"""An event as it is read: a CloudEvent with its data."""

import base64
from typing import Any
from uuid import UUID

from partnership_client.base import Model


class Event(Model):
    """What happened: `type` says what, `subject` to which thing, `data` the facts; `time` is when it was true.

    `sequence` counts the changes of one thing, and `recordedtime` is when its service learned of this one.
    """

    id: UUID
    type: str
    source: str
    subject: str
    time: str
    recordedtime: str
    aggregate: str
    sequence: int
    previousid: UUID | None = None
    epoch: int
    correlationid: str
    causationid: str | None = None
    actor: str
    datacontenttype: str
    data: Any = None
    data_base64: str | None = None

    @property
    def name(self) -> str:
        """The type without what all have in common: `projects.phase-changed`."""
        return self.type.removeprefix("partnership.").rpartition(".v")[0]

    @property
    def content(self) -> bytes | None:
        """The data where it is no JSON."""
        return base64.b64decode(self.data_base64) if self.data_base64 is not None else None


class FeedPage(Model):
    """A part of the feed; `cursor` is where it ends, and `next` is there when more is known."""

    items: list[Event]
    next: str | None = None
    cursor: str


def whole_names(types: list[str], known: list[str]) -> list[str]:
    """Return names as the services know them: `phase-changed` alone is what every service calls so."""
    found: list[str] = []
    for given in types:
        ends = [name for name in known if name.partition(".")[2] == given]
        found += ends or [given]
    return found
