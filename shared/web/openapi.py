"""What the OpenAPI document says beyond the routes: how to authenticate, and the problems that any route may answer."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.status import HTTP_422_UNPROCESSABLE_CONTENT

from shared.auth import SCOPES, is_public
from shared.web.calls import CHANGES, ETAG, KEY, requires
from shared.web.problems import MEDIA_TYPE, Problem
from shared.web.resources import Resource

SCHEME = "clientCredentials"
PARAMETER = re.compile(r"\{[^}]*\}")
UNCHANGED = {"description": "The copy at hand is as good as new"}
NOT_MODIFIED = 304

_ALWAYS = {
    400: "The request cannot be read",
    404: "There is nothing by that name",
    422: "The request is not valid",
    503: "The service cannot answer just now",
}
_PROTECTED = {401: "A valid access token is needed", 403: "This client may not do that"}
_WRITES = {409: "The state of things does not allow it", 413: "The body is over 1 MiB", 415: "The body is not JSON"}
_CONDITIONAL = {412: "The resource has changed since it was read", 428: "If-Match is missing"}


def scope_of(route: RouteContext) -> str | None:
    """Return the scope a route needs, or None if it asks for none."""
    waiting = list(route.dependant.dependencies)
    while waiting:
        dependency = waiting.pop()
        if isinstance(dependency.call, requires):
            return dependency.call.scope
        waiting.extend(dependency.dependencies)
    return None


def describe(app: FastAPI, document: dict[str, Any]) -> dict[str, Any]:
    """Complete a generated document."""
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    components["securitySchemes"] = {
        SCHEME: {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": SCOPES}}}
    }
    for route in every_route(app):
        for method in route.methods or ():
            operation = document["paths"].get(route.path_format, {}).get(method.lower())
            if operation is not None:
                _complete(operation, route, method)
    return document


def every_route(app: FastAPI) -> list[RouteContext]:
    """Return all API routes of an app under their whole paths, also those of included routers."""
    return [found for found in iter_route_contexts(app.routes) if isinstance(found.original_route, APIRoute)]


def _complete(operation: dict[str, Any], route: RouteContext, method: str) -> None:
    responses = operation.setdefault("responses", {})
    answers = dict(_ALWAYS)
    public = is_public(method, PARAMETER.sub("x", route.path or ""))
    scope = scope_of(route)
    operation["security"] = [] if public else [{SCHEME: [scope] if scope else []}]
    if not public:
        answers |= _PROTECTED
    if method not in {"GET", "HEAD"}:
        answers |= _WRITES
        parameters = operation.setdefault("parameters", [])
        if method in CHANGES:
            answers |= _CONDITIONAL
            parameters.append(_header("If-Match", "the ETag of the version to change", ETAG, required=True))
        elif not public:
            parameters.append(
                _header(
                    "Idempotency-Key",
                    "makes a repeated request safe: for seven days it gets the first answer again",
                    KEY,
                )
            )
    elif _has_etag(route):
        responses.setdefault("304", UNCHANGED)
        operation.setdefault("parameters", []).append(
            _header("If-None-Match", "the ETag of the copy at hand: unchanged, it is not sent again")
        )
    # a refusal that a route names itself, in words alone, is a problem too
    answers |= {
        int(status): said["description"]
        for status, said in responses.items()
        if status.startswith("4") and "content" not in said
    }
    for status, meaning in answers.items():
        # what a route says itself stays beside the problem; its 422 is only the framework's own
        said = responses.get(str(status), {}) if status != HTTP_422_UNPROCESSABLE_CONTENT else {}
        responses[str(status)] = {
            "description": meaning,
            "content": said.get("content", {}) | {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }


def _has_etag(route: RouteContext) -> bool:
    """Whether an answer of this route may be that nothing has changed: all resources have a version; some say so."""
    model = route.response_model
    return (isinstance(model, type) and issubclass(model, Resource)) or NOT_MODIFIED in (route.responses or {})


def _header(name: str, description: str, pattern: str | None = None, *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string"} | ({"pattern": pattern} if pattern else {}),
    }
