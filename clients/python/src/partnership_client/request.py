"""One request as it is meant, before anything is sent: what, where, with what, and how its answer is read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from partnership_client.errors import NotUnderstood

T = TypeVar("T")
Day: TypeAlias = date | str
"""A day: a `date`, or its text (`"2026-11-22"`); where old sources are loose also `"2018"` or `"2018-02"`."""
Moment: TypeAlias = datetime | str
"""A point in time: a `datetime` with its zone, or its text."""


class Omitted(Enum):
    """The sign that something is left out, where `None` has a meaning of its own."""

    OMITTED = "omitted"

    def __repr__(self) -> str:
        return "OMITTED"


OMITTED: Final = Omitted.OMITTED
Left: TypeAlias = Literal[Omitted.OMITTED]


@dataclass(frozen=True, slots=True)
class Upload:
    """A body that is read while it is sent, from its beginning in every try."""

    open: Callable[[], Iterable[bytes]]
    content_type: str
    length: int


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """One request and the type of its answer; a POST has a key of its own, the same in every try."""

    answer: type[T]
    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    form: Mapping[str, str] | None = field(default=None, repr=False)
    upload: Upload | None = None
    if_match: int | None = None
    idempotency_key: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    authenticated: bool = True
    correlation: str = field(default_factory=lambda: str(uuid4()))

    def sent_headers(self) -> dict[str, str]:
        """Return the headers that are the same in every try."""
        headers = {"X-Correlation-Id": self.correlation, "Accept": accepted(self.answer), **self.headers}
        if self.if_match is not None:
            headers["If-Match"] = f'"{self.if_match}"'
        if self.idempotency_key is not None:
            headers["Idempotency-Key"] = self.idempotency_key
        if self.upload is not None:
            headers |= {"Content-Type": self.upload.content_type, "Content-Length": str(self.upload.length)}
        return headers

    def read(self, response: httpx.Response) -> T:
        """Return the answer as its type."""
        answer: T = read(self.answer, response)
        return answer


def key(given: str | None) -> str:
    """Return the key of a POST: the one given, or a new one."""
    return given or str(uuid4())


def segment(value: object) -> str:
    """Return a value as one segment of a path."""
    return quote(str(value), safe="")


def known(body: Mapping[str, Any], *, keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a body without what is not given; `keep` names what says something by being None."""
    return {name: value for name, value in body.items() if value is not None or name in keep}


def plain(value: Any) -> Any:
    """Return a value as JSON has it, without what was left out."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items() if one is not OMITTED}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value


def asked(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return the query parameters of a request: what is None or left out is not asked."""
    return {name: plain(value) for name, value in query.items() if value is not None and value is not OMITTED}


def accepted(answer: Any) -> str:
    """Return the media types that an answer's type can be read from."""
    return "*/*" if answer in {bytes, str, type(None)} else "application/json"


def read(answer: Any, response: httpx.Response) -> Any:
    """Return an answer as a type: a model or a list of them; bytes and text as they came."""
    if answer is bytes:
        return response.content
    if answer is str:
        return response.text
    try:
        return TypeAdapter(answer).validate_json(response.content)
    except ValidationError as error:
        raise NotUnderstood(
            f"The answer of {response.request.url.copy_with(query=None)} is not what this client knows; "
            f"is that the Partnership's address? One of {error.error_count()} differences: {error.errors()[0]['msg']}",
            status=response.status_code,
            correlation=response.headers.get("x-correlation-id"),
        ) from error
