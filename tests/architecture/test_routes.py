"""Every route of every service: protected by a scope, or listed as public with a reason; nothing in between."""

import re

import httpx
import pytest

from shared.auth import PUBLIC, SCOPES, is_public
from tests.support.gateway import handed_on, ours
from tests.support.house import SERVICES, address, app, routes

EVERY = [(name, method, path, scope) for name in SERVICES for method, path, scope in routes(name)]
PROTECTED = [(name, method, address(path)) for name, method, path, scope in EVERY if scope is not None]
ANYWHERE = ["/api/v1/nothing-here", "/api/v1", "/oauth/authorize", "/docs", "/openapi.json", "/metrics", "/admin"]


def test_the_walk_goes_over_all_four_services() -> None:
    assert {name for name, *_ in EVERY} == set(SERVICES)
    assert len(PROTECTED) > 80


@pytest.mark.parametrize(("name", "method", "path", "scope"), EVERY)
def test_a_route_is_either_protected_or_public(name: str, method: str, path: str, scope: str | None) -> None:
    public = is_public(method, address(path))
    if scope is None:
        assert public, f"{method} {path} of {name} asks for no scope and is not in shared.auth.PUBLIC"
    else:
        assert not public, f"{method} {path} of {name} asks for '{scope}', but the gate lets everybody in"
        assert scope in SCOPES


@pytest.mark.parametrize("name", SERVICES)
def test_the_description_of_a_route_says_whether_it_needs_a_token(name: str) -> None:
    described = app(name).openapi()["paths"]
    for service, method, path, scope in EVERY:
        if service == name and path in described:
            wanted = described[path][method.lower()]["security"] != []
            assert wanted == (scope is not None), f"{method} {path}"


@pytest.mark.parametrize("name", SERVICES)
async def test_nobody_gets_in_without_a_token(name: str) -> None:
    wanted = [(method, path) for service, method, path in PROTECTED if service == name]
    wanted += [("GET", path) for path in ANYWHERE] + [("POST", "/livez"), ("DELETE", "/")]
    transport = httpx.ASGITransport(app(name))
    async with httpx.AsyncClient(transport=transport, base_url="http://partnership.test") as anybody:
        for method, path in wanted:
            for header in (None, "", "Bearer", "Bearer ", "Basic b2ZmaWNlOnNlY3JldA==", "Token abc"):
                answer = await anybody.request(
                    method, path, headers={} if header is None else {"Authorization": header.strip()}
                )
                assert answer.status_code == 401, f"{method} {path} with {header!r}: {answer.status_code}"
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.headers["www-authenticate"].startswith("Bearer")
                if method == "HEAD":
                    continue
                assert answer.json()["code"] == "unauthenticated"
                assert "/oauth/token" in answer.json()["detail"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "ANYTHING"])
@pytest.mark.parametrize("path", ["/api/v1/projects", "/api/v1/clients", "/api/v1/operations/projects/outbox"])
def test_no_method_opens_what_is_protected(method: str, path: str) -> None:
    assert not is_public(method, path)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/reports/../projects",
        "/api/v1/reportsx",
        "/api/v1/reports\n",
        "//api/v1/reports",
        "/assets/a\nb",
        "/livez/",
        "/livez/../api/v1/projects",
        "/LIVEZ",
        "/oauth/token/x",
        "/releases/a/b",
        "",
    ],
)
def test_a_path_that_only_looks_public_opens_nothing_that_is_not(path: str) -> None:
    named = {address(route) for _, _, route, _ in EVERY}
    assert not is_public("GET", path) or path not in named
    assert not is_public("POST", path)


@pytest.mark.parametrize(("method", "pattern", "reason"), PUBLIC, ids=[pattern for _, pattern, _ in PUBLIC])
def test_what_is_public_is_there_and_says_why(method: str, pattern: str, reason: str) -> None:
    assert len(reason.split()) >= 1
    served = {address(path) for _, verb, path, _ in EVERY if verb == method}
    for alternative in pattern.split("|"):
        matches = re.compile(alternative)
        assert any(matches.fullmatch(path) for path in served | ours()), f"nothing is served at {alternative}"


def test_the_list_of_what_is_public_is_as_short_as_it_can_be() -> None:
    paths = {address(path) for _, _, path, scope in EVERY if scope is None} | ours() | {"/health/projects"}
    for method, pattern, _ in PUBLIC:
        others = [re.compile(other) for verb, other, _ in PUBLIC if other != pattern and verb == method]
        only_here = {path for path in paths if re.fullmatch(pattern, path)}
        assert any(not any(other.fullmatch(path) for other in others) for path in only_here), pattern


@pytest.mark.parametrize("name", SERVICES)
def test_every_route_is_reached_through_the_gateway(name: str) -> None:
    """All but a service's own health, which the gateway shows under /health."""
    for _, path, _ in routes(name):
        if path not in {"/livez", "/readyz", "/healthz"}:
            assert handed_on(address(path)) == name, path
