"""A reader's place in the log, sealed into a word that means nothing to the reader and outlives the log itself."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.errors import FieldError, MalformedError

MAX_LENGTH = 2000
NO_EVENT = UUID(int=0)
"""What a marker names where nothing of its stream was seen."""
SNAPSHOT = "snapshot"
"""In the place of a log's name: the cursor was made of a state, whose maker has no such log."""
_SEAL_BYTES = 6


class Marker(BaseModel):
    """The newest event of one stream that a reader is past: its place in a life of the stream, and its id."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)

    incarnation: str | None = Field(alias="i", max_length=100)
    sequence: int = Field(alias="s", ge=0, lt=2**63)
    event: UUID = Field(alias="e")
    settled: UUID | None = Field(default=None, alias="b")
    """Where a snapshot made it: an earlier event, before which nothing is missing whatever life of the stream tells."""


class Cursor(BaseModel):
    """A place in a log: its position while it is the same log, else what was newest of each stream.

    That of a snapshot names no log, and only the streams that its state is made of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)

    log: str = Field(alias="l", max_length=100)
    position: int = Field(alias="p", ge=0, lt=2**63)
    streams: Mapping[str, Marker] = Field(alias="s", max_length=16)

    def seal(self) -> str:
        """Return the cursor as readers get it: URL-safe, and recognised as ours when it comes back."""
        content = self.model_dump_json(by_alias=True, exclude_defaults=True).encode()
        return f"{_encoded(content)}.{_encoded(_seal(content))}"

    @classmethod
    def open(cls, word: str, *, field: str = "after") -> Self:
        """Return the cursor in a word that we gave out; refuse any other word, naming where it came from."""
        try:
            return cls.model_validate_json(_unsealed(word))
        except (ValueError, ValidationError) as error:
            raise MalformedError(
                f"'{field}' is no cursor of this feed: use one from a page or an event of it, unchanged.",
                code="malformed-cursor",
                fields=(FieldError(field, "is no cursor of this feed"),),
            ) from error


def _unsealed(word: str) -> bytes:
    """Return what is in a word that we sealed; raise ValueError for any other."""
    if len(word) > MAX_LENGTH:
        raise ValueError("longer than any cursor")
    sealed, _, seal = word.partition(".")
    content = _decoded(sealed)
    if _decoded(seal) != _seal(content):
        raise ValueError("not sealed by us")
    return content


def _seal(content: bytes) -> bytes:
    """Return what tells an intact cursor from a damaged one; it keeps no secret, for a cursor opens nothing."""
    return hashlib.sha256(b"cursor:" + content).digest()[:_SEAL_BYTES]


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(word: str) -> bytes:
    if not word.isascii():
        raise ValueError("not ASCII")
    return base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
