"""What goes in and out over HTTP: wishes that refuse what they do not know, resources with a version, pages of them."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

import orjson
from fastapi import Query, Request
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError
from starlette.responses import Response

from shared.errors import FieldError, MalformedError

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_UNKEPT = PydanticCustomError("unkeepable", "must not hold NUL characters, nor halves of characters (surrogates)")


class Wish(BaseModel):
    """The body of a request: what somebody wants done.

    Unknown fields are refused, and so are NUL characters and halves of characters, which no table can keep.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _keepable(cls, data: Any) -> Any:
        if _holds_unkeepable(data):
            parts = data.items() if isinstance(data, dict) else ()
            at_fault = [name for name, part in parts if _holds_unkeepable(part) and not _holds_unkeepable(name)]
            raise ValidationError.from_exception_data(
                cls.__name__,
                [InitErrorDetails(type=_UNKEPT, loc=(name,), input=None) for name in at_fault]
                or [InitErrorDetails(type=_UNKEPT, input=None)],
            )
        return data


class View(BaseModel):
    """What an answer shows."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)


class Resource(View):
    """A thing with an address and a version; the version is its ETag."""

    href: str
    version: int


R = TypeVar("R", bound=BaseModel)


class Page(View, Generic[R]):
    """A part of a list, and where it goes on."""

    items: list[R]
    next: str | None = None


class PageWanted:
    """Which part of a list a request asks for."""

    def __init__(
        self,
        request: Request,
        after: Annotated[str | None, Query(max_length=500, description="where the last page ended (opaque)")] = None,
        limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="how many at most")] = DEFAULT_LIMIT,
    ) -> None:
        self.request, self.limit = request, limit
        self.after: list[Any] | None = _open(after, request.url.path) if after else None

    def page(self, found: Sequence[Any], view: Callable[[Any], R], position: Callable[[Any], Sequence[Any]]) -> Page[R]:
        """Return a page of what was found, which must be one more than `limit` when there is more."""
        shown = found[: self.limit]
        following = None
        if len(found) > self.limit and shown:
            query = [(name, value) for name, value in self.request.query_params.multi_items() if name != "after"]
            query.append(("after", _seal(list(position(shown[-1])), self.request.url.path)))
            following = f"{self.request.url.path}?{urlencode(query)}"
        return Page(items=[view(one) for one in shown], next=following)


def _seal(position: list[Any], path: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([path, *position])).decode().rstrip("=")


def _open(cursor: str, path: str) -> list[Any]:
    try:
        content = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        content = None
    if not isinstance(content, list) or len(content) < 2 or content[0] != path or _holds_unkeepable(content):  # noqa: PLR2004 - a path and a position
        raise MalformedError(
            "'after' is no cursor of this list: use the 'next' link of the page before, unchanged.",
            code="malformed-cursor",
            fields=(FieldError("after", "is no cursor of this list"),),
        )
    return content[1:]


def shown(view: BaseModel, request: Request | None = None, *, status: int = 200) -> Response:
    """Return the answer that shows a view, with its ETag if it is a resource; 304 if the caller has it already."""
    headers: dict[str, str] = {}
    if isinstance(view, Resource):
        headers["ETag"] = etag(view.version)
        if request is not None and headers["ETag"] in _tags(request.headers.get("if-none-match")):
            return Response(status_code=304, headers=headers)
        if status == 201:  # noqa: PLR2004 - the status that carries this header
            headers["Location"] = view.href
    return Response(view.model_dump_json(), status_code=status, media_type="application/json", headers=headers)


def created(view: Resource) -> Response:
    """Return the answer to a POST that made this resource."""
    return shown(view, status=201)


def repeated(body: Mapping[str, Any], status: int) -> Response:
    """Return an answer once more, for a request that was carried out before under the same Idempotency-Key."""
    headers = {"Idempotency-Replayed": "true"}
    if "version" in body:
        headers["ETag"] = etag(int(body["version"]))
    if status == 201 and "href" in body:  # noqa: PLR2004 - as above
        headers["Location"] = str(body["href"])
    return Response(orjson.dumps(body), status_code=status, media_type="application/json", headers=headers)


def etag(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'


def _tags(header: str | None) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in (header or "").split(",")}


def _holds_unkeepable(data: Any) -> bool:
    # in a loop: what is sent may be nested deeper than calls may be
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and _UNKEEPABLE.search(one):
            return True
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
    return False
