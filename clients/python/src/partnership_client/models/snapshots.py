"""What the services answer about snapshots."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Any
from uuid import UUID

from partnership_client.base import Model


class StateItem(Model):
    """One thing as it was told: how far its history has got by the events that the caller may see, and its state."""

    aggregate: str
    source: str
    epoch: int
    sequence: int
    event: UUID
    state: dict[str, Any]


class Snapshot(Model):
    """A state, and the place from which `GET /events?after=` goes on without a gap; some events may come again."""

    scope: str
    count: int
    sha256: str
    cursor: str
    events: str
    items: list[StateItem]


class Rule(Model):
    """What one event type puts where: `at` is the path, `value` what is put there (null takes it away)."""

    at: list[str]
    value: Any = None
    each: str | None = None


class Rules(Model):
    """How states are made of events: the puts of its type, in order, at every event that is newer than the state.

    A word that begins with `$` stands for that field of the event's data (`null` if it has none); within `each`, for
    the item's, a bare `$` is the item itself, and `$$` begins a field of the data. Members of an object that come out
    as null are left out; a path with a word that comes out as null is passed over.
    """

    rules: dict[str, list[Rule]]
    left_out: dict[str, str]


class DigestNode(Model):
    """Digest node."""

    name: str
    sha256: str
    count: int


class Digest(Model):
    """One node of the tree of hashes, and those below it.

    A thing's hash is the SHA-256, in hex, of the canonical JSON (RFC 8785) of its item in the snapshot; with
    `of=places` of the item without `state`. A node's hash is that of the object which has the name and hash of each
    node below: at the top the kinds, in a kind its buckets, in a bucket its things. A thing is in the bucket that the
    first two hex digits of the SHA-256 of its name (`aggregate`) say.
    """

    scope: str
    of: str
    under: str
    sha256: str
    count: int
    cursor: str
    children: list[DigestNode]
