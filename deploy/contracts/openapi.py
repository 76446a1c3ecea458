"""One OpenAPI document of four: their paths side by side, their schemas shared where they are the same."""

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from shared.service import Service
from shared.settings import Settings

SERVICES = ("projects", "councils", "notifications", "reporting")
# what the gateway hands on; a service's own health is asked by its neighbours only
PUBLIC = ("/api/v1/", "/oauth/", "/.well-known/")
DESCRIPTION = """\
One API of four services. Get a token at `/oauth/token` with a client's id and secret (OAuth 2.0 client credentials) and
send it as `Authorization: Bearer …`. Errors are `application/problem+json` (RFC 9457). Lists are read page by page with
`after` and `limit`; every POST takes an `Idempotency-Key`, under which the same request, sent again within seven days,
is answered as before and not carried out again; every change of a resource needs its `ETag` in `If-Match`.
"""
Document = dict[str, Any]


class ClashError(Exception):
    """Two services claim the same path or operation."""


def joined() -> Document:
    """Return the document of the whole API."""
    return join({name: document_of(name) for name in SERVICES})


def document_of(name: str) -> Document:
    """Return the document of one service, with nothing running."""
    service: Service = import_module(f"services.{name}.main").service
    document: Document = json.loads(json.dumps(service.app(Settings()).openapi()))
    return document


def join(documents: Mapping[str, Document]) -> Document:
    """Join the documents of several services into one."""
    paths: Document = {}
    components: Document = {}
    tags: dict[str, Document] = {}
    for service, document in documents.items():
        renamed = _apart(document, service, components.get("schemas", {}))
        for kind, entries in renamed.get("components", {}).items():
            components.setdefault(kind, {}).update(entries)
        served = {path: item for path, item in renamed["paths"].items() if path.startswith(PUBLIC)}
        if twice := served.keys() & paths.keys():
            raise ClashError(f"{service} serves what another service serves: {', '.join(sorted(twice))}")
        paths |= served
        tags |= {tag: {"name": tag, "x-service": service} for tag in _tags(served) if tag not in tags}
    _refuse_twins(paths)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The Partnership",
            "version": "1",
            "description": DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": list(tags.values()),
        "paths": paths,
        "components": components,
    }


def _apart(document: Document, service: str, taken: Mapping[str, Any]) -> Document:
    """Give a service's schema another name where that name stands for something else already."""
    own = document.get("components", {}).get("schemas", {})
    clashing = {name for name, schema in own.items() if name in taken and taken[name] != schema}
    text = json.dumps(document)
    for name in sorted(clashing):
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{service.capitalize()}{name}"')
    renamed: Document = json.loads(text)
    schemas = renamed.get("components", {}).get("schemas", {})
    for name in sorted(clashing):
        schemas[f"{service.capitalize()}{name}"] = schemas.pop(name)
    return renamed


def _tags(paths: Document) -> list[str]:
    return list(dict.fromkeys(tag for _, operation in _operations(paths) for tag in operation.get("tags", [])))


def _operations(paths: Document) -> Iterator[tuple[str, Document]]:
    for path, item in paths.items():
        for operation in item.values():
            yield path, operation


def _refuse_twins(paths: Document) -> None:
    """Programs made from the document need a name of its own for each operation."""
    seen: dict[str, str] = {}
    for path, operation in _operations(paths):
        name = operation["operationId"]
        if name in seen:
            raise ClashError(f"{path} and {seen[name]} share the operation id {name}")
        seen[name] = path
