"""Every error as application/problem+json (RFC 9457), in words its sender can act on."""

import re
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.status import HTTP_405_METHOD_NOT_ALLOWED, HTTP_500_INTERNAL_SERVER_ERROR

from shared.database import unreachable
from shared.errors import RefusedError, UnavailableError
from shared.web import words

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
TYPE_BASE = "urn:partnership:problem:"

_TITLES = {
    400: ("The request cannot be read", "malformed"),
    404: ("Not found", "not-found"),
    405: ("This address does not take that method", "method-not-allowed"),
    413: ("The request is too large", "too-large"),
    415: ("This media type is not taken here", "unsupported-media-type"),
    422: ("The request is not valid", "invalid"),
}


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(BaseModel):
    """A refusal or failure, as RFC 9457 has it, with a stable code for programs."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str | None = None
    errors: list[FieldProblem] | None = None


def problem(
    status: int,
    *,
    title: str,
    detail: str,
    code: str,
    instance: str | None = None,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return the answer that says what went wrong."""
    body: dict[str, Any] = {"type": TYPE_BASE + code, "title": title, "status": status, "detail": detail, "code": code}
    if instance:
        body["instance"] = instance
    if errors:
        body["errors"] = errors
    return Response(orjson.dumps(body), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def refusal(error: RefusedError, instance: str | None = None) -> Response:
    """Return the answer for a refusal of ours."""
    headers = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:  # noqa: PLR2004 - the status that carries this header
        headers["WWW-Authenticate"] = 'Bearer realm="partnership"'
    return problem(
        error.status,
        title=error.title,
        detail=error.detail,
        code=error.code,
        instance=instance,
        errors=[{"field": field.field, "message": field.message} for field in error.fields],
        headers=headers,
    )


def install(app: FastAPI) -> None:
    """Make every error of this app a problem."""

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> Response:
        return refusal(error, request.url.path)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        title, code = _TITLES.get(error.status_code, ("The request was refused", f"http-{error.status_code}"))
        detail = error.detail if error.detail and error.detail.lower() != title.lower() else title
        headers = dict(error.headers or {})
        if error.status_code == HTTP_405_METHOD_NOT_ALLOWED:
            headers["Allow"] = allowed = ", ".join(_methods(request))
            detail = f"{request.method} is not taken here; {allowed} is"
        return problem(
            error.status_code,
            title=title,
            detail=f"{detail}.".replace("..", "."),
            code=code,
            instance=request.url.path,
            headers=headers,
        )

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        if any(_is_media_type(one) for one in error.errors()) and not _says_json(request):
            return problem(
                415,
                title=_TITLES[415][0],
                code=_TITLES[415][1],
                instance=request.url.path,
                detail="Send the body as JSON, with 'Content-Type: application/json'.",
            )
        if any(one["type"] == "json_invalid" for one in error.errors()):
            return problem(
                400,
                title=_TITLES[400][0],
                code="malformed",
                instance=request.url.path,
                detail="The body is not valid JSON.",
            )
        errors = [{"field": words.field(one["loc"]), "message": words.message(one)} for one in error.errors()]
        detail = "; ".join(f"{one['field']}: {one['message']}" for one in errors[:5]) + "."
        return problem(
            422, title=_TITLES[422][0], code="invalid", detail=detail, errors=errors[:50], instance=request.url.path
        )


AWAY = UnavailableError("The database does not answer. Try again in a moment.")


def is_away(error: Exception) -> bool:
    """Say whether something that we stand on does not answer."""
    return isinstance(error, PoolTimeoutError | OSError) or (isinstance(error, DBAPIError) and unreachable(error))


def failure(error: Exception, method: str, path: str) -> Response:
    """Return the answer for what no route foresaw: 503 if something we stand on is away, else 500, and a log line."""
    if isinstance(error, RefusedError):
        return refusal(error, path)
    if is_away(error):
        return refusal(AWAY, path)
    log.error("a request failed", path=path, method=method, exc_info=error)
    return problem(
        HTTP_500_INTERNAL_SERVER_ERROR,
        title="Something went wrong on our side",
        code="internal",
        detail="Nothing was changed. The failure was recorded and will be looked at.",
        instance=path,
    )


def _methods(request: Request) -> list[str]:
    """Return what an address takes, by all routes of its path: the framework tells those of the first one alone."""
    routes = [route for route in iter_route_contexts(request.app.routes) if route.path]
    mine = next((one.path for one in routes if compile_path(one.path or "")[0].match(request.scope["path"])), None)
    return sorted({method for route in routes if route.path == mine for method in route.methods or ()})


def _says_json(request: Request) -> bool:
    # what FastAPI takes for JSON: by any other name it does not even try to read it
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return re.fullmatch(r"application/(.+\+)?json", media_type) is not None


def _is_media_type(error: Any) -> bool:
    return error["loc"] == ("body",) and error["type"] in {"model_attributes_type", "dict_type", "missing"}
