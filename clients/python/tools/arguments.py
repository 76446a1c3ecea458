"""The arguments of a method: what makes the path, what was read before, what is asked and what is told."""

import re
from dataclasses import dataclass
from keyword import iskeyword

from clients.python.tools import types
from clients.python.tools.document import Document, Operation, Schema, UnnamedError
from clients.python.tools.rules import READ

PAGING = {"after", "limit"}
TIMES = {"as_at": "Day", "known_at": "Moment"}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method: its name, its type, and its default where it has one."""

    name: str
    kind: str
    default: str | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.kind}" + (f" = {self.default}" if self.default is not None else "")


def path_of(document: Document, noun: str, operation: Operation) -> tuple[list[Argument], str, str | None]:
    """Return the arguments that make the path, the path as it is written, and which of them was read before."""
    parameters = {one["name"]: one["schema"] for one in operation.parameters("path")}
    taken = {one["name"] for one in operation.parameters("query")} | set(document.properties(operation.body or {}))
    arguments, fills, read = [], {}, None
    if operation.has_header("If-Match"):
        read, fields, kinds = _read_before(document, noun, operation)
        arguments.append(Argument(read, " | ".join(kinds)))
        fills = {name: f"{read}.{field}" for name, field in fields.items()}
    if operation.services:
        words = ", ".join(f'"{service}"' for service in operation.services)
        arguments.append(Argument("service", f"Literal[{words}]"))
        fills["service"] = "service"
    for name, schema in parameters.items():
        if name not in fills:
            fills[name] = own = _parameter(noun, operation, name, taken)
            arguments.append(Argument(own, types.sent(document, schema) if schema.get("type") == "integer" else "str"))
    path = re.sub(r"{(\w+)}", lambda match: "{segment(" + fills[match[1]] + ")}", operation.path)
    return arguments, f'f"{path}"' if "{" in path else f'"{path}"', read


def _read_before(document: Document, noun: str, operation: Operation) -> tuple[str, dict[str, str], list[str]]:
    """Return what a change takes: its name, which of its fields make the path, and the models that it may be."""
    parts = [one["name"] for one in operation.parameters("path")]
    fields = {part: READ.get(operation.name, {}).get(part, part) for part in parts}
    answer = operation.answer
    has = document.properties(answer) if answer else {}
    fields = {part: field for part, field in fields.items() if field in has and field != ""}
    kinds = [
        model
        for name, other in document.operations.items()
        if name.rpartition(".")[0] == noun and (schema := other.answer) is not None
        for model in [_model_with(document, schema, {*fields.values(), "version"})]
        if model is not None
    ]
    if not fields or not kinds:
        raise UnnamedError(
            f"which fields of what was read make the path of {operation.name}? See READ in tools/rules.py"
        )
    return singular(noun.rpartition(".")[2]), fields, list(dict.fromkeys(kinds))


def _model_with(document: Document, schema: Schema, fields: set[str]) -> str | None:
    if document.is_page(schema):
        schema = document.properties(schema)["items"]["items"]
    return document.model(schema["$ref"].rpartition("/")[2]) if fields <= document.properties(schema).keys() else None


def _parameter(noun: str, operation: Operation, name: str, taken: set[str]) -> str:
    """Return what a part of the path is called: of the noun above, its name: `placements.list(project)`."""
    top, _, below = noun.partition(".")
    above = f"/{top.replace('_', '-')}/{{{name}}}"
    if name == "key" and below and above in operation.path and singular(top) not in taken:
        return singular(top)
    return name + "_" if name in taken else name


def queries_of(document: Document, operation: Operation) -> dict[str, Argument]:
    found = {}
    for one in operation.parameters("query"):
        if one["name"] in PAGING and operation.answer is not None and document.is_page(operation.answer or {}):
            continue
        kind = TIMES.get(one["name"]) or types.sent(document, one["schema"])
        if one.get("required"):
            found[one["name"]] = Argument(argument(one["name"]), kind)
        else:
            found[one["name"]] = Argument(argument(one["name"]), kind.removesuffix(" | None") + " | None", "None")
    return found


def body_of(document: Document, operation: Operation) -> dict[str, Argument]:
    if operation.body is None:
        return {}
    schema = document.resolve(operation.body)
    found = {}
    for name, part in schema.get("properties", {}).items():
        kind, own = types.sent(document, part), argument(name)
        if name in schema.get("required", ()):
            found[name] = Argument(own, kind)
        elif operation.method == "PATCH":
            null = " | None" if kind.endswith(" | None") else ""
            found[name] = Argument(own, f"{kind.removesuffix(' | None')} | Left{null}", "OMITTED")
        elif (default := types.default(part.get("default"))) is not None and default != "None":
            found[name] = Argument(own, kind, default)
        else:
            found[name] = Argument(own, kind.removesuffix(" | None") + " | None", "None")
    return found


def argument(name: str) -> str:
    return name + "_" if iskeyword(name) else name.replace("-", "_")


def singular(noun: str) -> str:
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
