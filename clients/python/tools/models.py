"""Writes the models: what the services answer, and the parts of what they are told."""

import re
from collections.abc import Iterator
from keyword import iskeyword

from clients.python.tools.document import Document, Schema, UnnamedError
from clients.python.tools.types import answered, sent, wish
from clients.python.tools.types import default as written

HEADER = '''"""{title}"""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.
'''


def models(document: Document) -> Iterator[tuple[str, str]]:
    """Yield each noun's module of models: what it is called, and its text."""
    for noun in dict.fromkeys(document.owners.values()):
        mine = [name for name, owner in document.owners.items() if owner == noun]
        classes = [_model(document, name) for name in mine if not document.is_page(document.schemas[name])]
        names = [document.model(name) for name in mine]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise UnnamedError(f"two models of {noun} are called {', '.join(twice)}: see MODELS in tools/rules.py")
        text = "\n\n".join(classes)
        yield (
            noun,
            _module(f"What the services answer about {noun.replace('_', ' ')}.", _imports(document, noun, text), text),
        )


def wishes(document: Document) -> Iterator[tuple[str, str]]:
    """Yield each noun's module of typed dicts: the parts of what is sent."""
    for noun in dict.fromkeys(document.wishes.values()):
        text = "\n\n".join(_wish(document, name) for name, owner in document.wishes.items() if owner == noun)
        lines = [
            "from collections.abc import Mapping, Sequence",
            "from typing import Any, Literal, NotRequired, TypedDict",
        ]
        lines += [
            "from partnership_client.request import Day, Moment",
            "from partnership_client.words import BenefitType, RoleName",
        ]
        lines += _from_elsewhere("wishes", {wish(name): owner for name, owner in document.wishes.items()}, noun, text)
        yield noun, _module(f"Parts of what the services are told about {noun.replace('_', ' ')}.", lines, text)


def _model(document: Document, name: str) -> str:
    schema = document.schemas[name]
    lines = [f"class {document.model(name)}(Model):", f'    """{_said(schema, name)}"""', ""]
    for field, part in schema.get("properties", {}).items():
        lines.append(_field(document, field, part, needed=field in schema.get("required", ())))
    return "\n".join(lines)


def _field(document: Document, name: str, part: Schema, *, needed: bool) -> str:
    """Return a field as it is written: what an older or newer service may leave out has a default."""
    kind, default = answered(document, part), part.get("default")
    options = [f'alias="{name}"'] if iskeyword(name) else []
    if kind.endswith(" | None") or (not needed and default is None):
        kind = kind if kind.endswith("None") or kind == "Any" else f"{kind} | None"
        value = "None"
    elif default in ([], {}) and default is not False:
        options.append(f"default_factory={type(default).__name__}")
        value = None
    else:
        value = written(default) if default is not None else None
    own = name + "_" if iskeyword(name) else name
    if options:
        return f"    {own}: {kind} = Field({', '.join([f'default={value}'] * (value is not None) + options)})"
    return f"    {own}: {kind}" + (f" = {value}" if value is not None else "")


def _wish(document: Document, name: str) -> str:
    schema = document.schemas[name]
    required = schema.get("required", ())
    fields = {
        field: kind if field in required else f"NotRequired[{kind}]"
        for field, part in schema.get("properties", {}).items()
        if (kind := sent(document, part))
    }
    if any(iskeyword(field) for field in fields):
        inside = ", ".join(f'"{field}": {kind}' for field, kind in fields.items())
        return f'{wish(name)} = TypedDict("{wish(name)}", {{{inside}}})\n"""{_said(schema, name)}"""'
    body = "\n".join(f"    {field}: {kind}" for field, kind in fields.items())
    return f'class {wish(name)}(TypedDict):\n    """{_said(schema, name)}"""\n\n{body}'


def _said(schema: Schema, name: str) -> str:
    words = " ".join(re.sub(r"(?<!^)(?=[A-Z])", " ", name.removesuffix("View")).split()).capitalize()
    text = str(schema.get("description") or f"{words}.").strip().replace("\\", "\\\\")
    return text.replace("\n", "\n    ") + "\n    " if "\n" in text else text


def _imports(document: Document, noun: str, text: str) -> list[str]:
    lines = ["import datetime as dt"] if "dt." in text else []
    if re.search(r"\bAny\b", text):
        lines.append("from typing import Any")
    if "UUID" in text:
        lines.append("from uuid import UUID")
    if "Field(" in text:
        lines.append("from pydantic import Field")
    lines.append("from partnership_client.base import Model")
    owners = {document.model(name): owner for name, owner in document.owners.items() if owner != noun}
    mine = {document.model(name) for name, owner in document.owners.items() if owner == noun}
    return lines + _from_elsewhere(
        "models", {name: owner for name, owner in owners.items() if name not in mine}, noun, text
    )


def _from_elsewhere(package: str, owners: dict[str, str], noun: str, text: str) -> list[str]:
    return [
        f"from partnership_client.{package}.{owner} import {name}"
        for name, owner in owners.items()
        if owner != noun and re.search(rf"(?<![\w\"'`.]){name}\b(?=[\] |,\n)]|$)", re.sub(r'"""[^"]*"""', "", text))
    ]


def _module(title: str, imports: list[str], text: str) -> str:
    return HEADER.format(title=title) + "\n" + "\n".join(imports) + "\n\n\n" + text + "\n"
