"""The house as its own files and its own apps describe it: for tests that hold the plan to the building."""

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fastapi import FastAPI

from shared.service import Service
from shared.settings import Settings
from shared.web.openapi import every_route, scope_of

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("projects", "councils", "notifications", "reporting")
PROGRAM = ("services", "shared", "deploy")


@cache
def service(name: str) -> Service:
    """Return a service as its main module puts it together."""
    found: Service = importlib.import_module(f"services.{name}.main").service
    return found


@cache
def app(name: str) -> FastAPI:
    """Return a service's app, not started: nothing is connected."""
    return service(name).app(Settings())


def routes(name: str) -> list[tuple[str, str, str | None]]:
    """Return every route of a service: method, path, and the scope it asks for."""
    return sorted(
        (method, route.path or "", scope_of(route))
        for route in every_route(app(name))
        for method in route.methods or ()
    )


def address(path: str) -> str:
    """Return an address that a route's path matches."""
    parts = ["a-key" if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts)


def modules(*folders: str) -> Iterator[tuple[Path, ast.Module, str]]:
    """Yield every module of ours in some folders, parsed, with its text; migrations are lists of statements."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                text = path.read_text(encoding="utf-8")
                yield path.relative_to(ROOT), ast.parse(text), text
