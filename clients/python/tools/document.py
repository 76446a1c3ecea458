"""The joined OpenAPI document as the writers see it: operations by id, and which schema belongs to which noun."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from clients.python.tools.names import NOUNS
from clients.python.tools.rules import BY_HAND_OPERATIONS, LEFT_OUT, MODELS

SITE = Path(__file__).resolve().parents[3] / "deploy/caddy/site/openapi.json"
SERVICES = ("projects", "councils", "notifications", "reporting")
Schema = dict[str, Any]
MODULE = re.compile(r"^(services|shared)__\w+__")
"""What the framework puts before a name that two modules of one service have."""


class UnnamedError(Exception):
    """The document and the table of names do not fit."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: how it is asked, and what is said about it."""

    name: str
    method: str
    path: str
    said: Schema
    services: tuple[str, ...] = ()
    """For what is the same in several services: in which; the path then has `{service}` in the place of its name."""

    def parameters(self, where: str) -> list[Schema]:
        return [one for one in self.said.get("parameters", []) if one["in"] == where]

    def has_header(self, name: str) -> bool:
        return any(one["name"].lower() == name.lower() for one in self.parameters("header"))

    @property
    def content(self) -> dict[str, Schema]:
        """What it answers when all is well, by media type."""
        answer = next(answer for status, answer in self.said["responses"].items() if status.startswith("2"))
        found: dict[str, Schema] = answer.get("content", {})
        return found

    @property
    def answer(self) -> Schema | None:
        """The schema of the JSON that it answers when all is well."""
        media = self.content.get("application/json")
        schema: Schema | None = media.get("schema") if media else None
        return schema

    @property
    def body(self) -> Schema | None:
        """The schema of the JSON that it takes."""
        content = self.said.get("requestBody", {}).get("content", {})
        schema: Schema | None = content.get("application/json", {}).get("schema")
        return schema


class Document:
    """The whole document, with the names that people see."""

    def __init__(self, text: str) -> None:
        self._whole = document = _one_name_each(json.loads(text))
        self.schemas: dict[str, Schema] = document.get("components", {}).get("schemas", {})
        every = dict(_operations(document["paths"]))
        self.operations: dict[str, Operation] = {}
        for noun, methods in NOUNS.items():
            for method, name in methods.items():
                self.operations[f"{noun}.{method}"] = _named(every, name)
        _refuse_unnamed(every, self.operations.values())

    @cached_property
    def words(self) -> dict[str, list[str]]:
        """The list of words that begins with a word; of several, the one that is used most."""
        found = Counter(tuple(words) for words in _every(self._whole, "enum"))
        return {words[0]: list(words) for words, _ in reversed(found.most_common())}

    @cached_property
    def owners(self) -> dict[str, str]:
        """Which noun each answer's schema belongs to: the first that shows it, so that none needs a later one."""
        owners: dict[str, str] = {}
        for name, operation in self.operations.items():
            for schema in self.reached([media.get("schema") for media in operation.content.values()]):
                owners.setdefault(schema, name.split(".")[0])
        return owners

    @cached_property
    def wishes(self) -> dict[str, str]:
        """Which noun each part of a request's body belongs to."""
        owners: dict[str, str] = {}
        for name, operation in self.operations.items():
            body = self.properties(operation.body) if operation.body else {}
            for schema in self.reached(list(body.values())):
                owners.setdefault(schema, name.split(".")[0])
        return owners

    def reached(self, start: Any) -> Iterator[str]:
        """Yield the names of all schemas that something mentions, what they mention first."""
        seen: set[str] = set()

        def walk(part: Any) -> Iterator[str]:
            if isinstance(part, Mapping):
                name = str(part.get("$ref", "")).rpartition("/")[2]
                if name and name not in seen:
                    seen.add(name)
                    yield from walk(self.schemas[name])
                    yield name
                for one in part.values():
                    yield from walk(one)
            elif isinstance(part, list):
                for one in part:
                    yield from walk(one)

        yield from walk(start)

    def direct(self, schema: Schema | None) -> list[str]:
        """Return the schemas that a type mentions itself; of a page, those of its items."""
        if schema is None:
            return []
        if self.is_page(schema):
            schema = self.properties(schema)["items"]
        return [ref.rpartition("/")[2] for ref in _every(schema, "$ref")]

    def resolve(self, schema: Schema) -> Schema:
        """Return what a reference stands for; of what may be null, what it is otherwise."""
        while True:
            if "$ref" in schema:
                schema = self.schemas[schema["$ref"].rpartition("/")[2]]
            elif "anyOf" in schema and len(rest := [one for one in schema["anyOf"] if one.get("type") != "null"]) == 1:
                schema = rest[0]
            else:
                return schema

    def properties(self, schema: Schema) -> dict[str, Schema]:
        found: dict[str, Schema] = self.resolve(schema).get("properties", {})
        return found

    def is_page(self, schema: Schema) -> bool:
        """Say whether a schema is a part of a list that goes on."""
        return {"items", "next"} <= self.properties(schema).keys()

    def model(self, schema: str) -> str:
        """Return what people call a schema."""
        renamed = MODELS.get(self.owners.get(schema, ""), {}).get(schema)
        return renamed or MODULE.sub("", schema).removesuffix("View")


def _one_name_each(document: Schema) -> Schema:
    """Return a document in which what several services say alike has one name: the joined one may have two."""
    schemas = document.get("components", {}).get("schemas", {})
    alike: dict[tuple[str, str], list[str]] = {}
    for name in schemas:
        alike.setdefault((_short(name, schemas), _shape({"$ref": f"/{name}"}, schemas, ())), []).append(name)
    text = json.dumps(document)
    for names in alike.values():
        first, *others = sorted(names, key=len)
        for other in others:
            text = text.replace(f'"#/components/schemas/{other}"', f'"#/components/schemas/{first}"')
    renamed: Schema = json.loads(text)
    return renamed


def _short(name: str, schemas: Mapping[str, Any]) -> str:
    """Return a schema's name without what sets services apart in it."""
    name = MODULE.sub("", name)
    bare = name.removeprefix(next((one.capitalize() for one in SERVICES if name.startswith(one.capitalize())), ""))
    return bare if bare in schemas else name


def _shape(part: Any, schemas: Mapping[str, Any], inside: tuple[str, ...]) -> str:
    """Return all that a schema says, with what it refers to in its place."""
    if isinstance(part, Mapping) and "$ref" in part:
        name = str(part["$ref"]).rpartition("/")[2]
        return MODULE.sub("", name) if name in inside else _shape(schemas[name], schemas, (*inside, name))
    if isinstance(part, Mapping):
        return "{" + ",".join(f"{key}:{_shape(one, schemas, inside)}" for key, one in sorted(part.items())) + "}"
    if isinstance(part, list):
        return "[" + ",".join(_shape(one, schemas, inside) for one in part) + "]"
    return repr(part)


def _operations(paths: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, item in paths.items():
        for method, said in item.items():
            yield said["operationId"], Operation(said["operationId"], method.upper(), path, said)


def _every(part: Any, name: str) -> Iterator[Any]:
    """Yield all that goes by a name, however deep."""
    for one in part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ():
        yield from _every(one, name)
    if isinstance(part, Mapping) and name in part:
        yield part[name]


def _named(every: Mapping[str, Operation], name: str) -> Operation:
    if not name.startswith("*"):
        if name not in every:
            raise UnnamedError(f"tools/names.py names {name}, and the API has no such operation")
        return every[name]
    services = tuple(service for service in SERVICES if service + name[1:] in every)
    if not services:
        raise UnnamedError(f"tools/names.py names {name}, and no service has such an operation")
    one = every[services[0] + name[1:]]
    return Operation(name, one.method, one.path.replace(f"/{services[0]}/", "/{service}/"), one.said, services)


def _refuse_unnamed(every: Mapping[str, Operation], named: Any) -> None:
    known = set(BY_HAND_OPERATIONS) | set(LEFT_OUT)
    for operation in named:
        known |= {service + operation.name[1:] for service in operation.services} or {operation.name}
    if unnamed := sorted(every.keys() - known):
        raise UnnamedError(f"give {', '.join(unnamed)} a name in tools/names.py, or say why it has none")
    if gone := sorted((set(BY_HAND_OPERATIONS) | set(LEFT_OUT)) - every.keys()):
        raise UnnamedError(f"tools/rules.py speaks of {', '.join(gone)}, and the API has no such operation")
