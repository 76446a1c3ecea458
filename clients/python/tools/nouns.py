"""Writes the nouns: one class for the client that blocks, one for the client that awaits, with the same methods."""

import re
import textwrap
from collections.abc import Iterator

from clients.python.tools import types
from clients.python.tools.arguments import PAGING, Argument, argument, body_of, path_of, queries_of, singular
from clients.python.tools.document import Document, Operation, Schema, UnnamedError
from clients.python.tools.models import HEADER
from clients.python.tools.names import NOUNS
from clients.python.tools.rules import BY_HAND, CLASSES

IMPORTS = """\
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from partnership_client.base import AsyncNoun, AsyncPages, Noun, Page, Pages
from partnership_client.request import OMITTED, Day, Left, Moment, Request, key as key_of, known, segment
from partnership_client.words import BenefitType, RoleName
from partnership_client.sending import AsyncSender, Sender
"""


def nouns(document: Document) -> Iterator[tuple[str, str]]:
    """Yield each noun's module: what it is called, and its text."""
    for noun in every_noun():
        classes = "\n\n\n".join(_class(document, noun, awaits=awaits) for awaits in (False, True))
        body = IMPORTS + _models_of(document, noun) + _below(noun) + "\n\n" + classes + "\n"
        yield noun.replace(".", "_"), HEADER.format(title=f"What may be done with {_words(noun)}.") + "\n" + body


def front() -> str:
    """Return the module that hangs all nouns on the two clients."""
    tops = [noun for noun in every_noun() if "." not in noun and noun not in BY_HAND]
    lines = [f"from partnership_client.nouns.{noun} import Async{_name(noun)}, {_name(noun)}" for noun in tops]
    lines += [f"from {module} import Async{name}, {name}" for module, name in BY_HAND.values()]
    lines.append("from partnership_client.sending import AsyncSender, Sender")
    names = {noun: _name(noun) for noun in tops} | {noun: name for noun, (_, name) in BY_HAND.items()}
    for awaits in ("", "Async"):
        lines += ["", "", f"class {awaits}Nouns:", '    """All nouns of the API."""', ""]
        lines.append(f"    def __init__(self, sender: {awaits}Sender) -> None:")
        lines += [f"        self.{noun} = {awaits}{name}(sender)" for noun, name in sorted(names.items())]
    return HEADER.format(title="Every noun of the API, as an attribute.") + "\n" + "\n".join(lines) + "\n"


def words(document: Document) -> str:
    """Return the module of the words that services take."""
    lines = ["from typing import Literal, TypeAlias", ""]
    for name, some in types.words(document).items():
        lines.append(f"{name}: TypeAlias = Literal[{', '.join(map(repr, some))}]")
    return (
        HEADER.format(title="Words that services take, where several methods take the same.") + "\n" + "\n".join(lines)
    )


def every_noun() -> list[str]:
    """Return all nouns, those that only hold others among them."""
    return list(dict.fromkeys(part for noun in NOUNS for part in (noun.split(".")[0], noun)))


def _class(document: Document, noun: str, *, awaits: bool) -> str:
    prefix = "Async" if awaits else ""
    lines = [f"class {prefix}{_name(noun)}({prefix}Noun):", f'    """{_words(noun).capitalize()}."""', ""]
    if below := [one for one in NOUNS if one.startswith(noun + ".")]:
        lines.append(f"    def __init__(self, sender: {prefix}Sender) -> None:")
        lines.append("        super().__init__(sender)")
        lines += [f"        self.{one.partition('.')[2]} = {prefix}{_name(one)}(sender)" for one in below]
        lines.append("")
    for method in NOUNS.get(noun, {}):
        operation = document.operations[f"{noun}.{method}"]
        lines.append(textwrap.indent(_method(document, noun, method, operation, awaits=awaits), "    "))
    return "\n".join(lines).rstrip()


def _method(document: Document, noun: str, method: str, operation: Operation, *, awaits: bool) -> str:
    positional, path, read = path_of(document, noun, operation)
    queries = queries_of(document, operation)
    body = body_of(document, operation)
    schema, page = operation.answer, False
    if schema is not None and document.is_page(schema):
        page = True
        if any(one["name"] == "limit" for one in operation.parameters("query")):
            queries["limit"] = Argument("limit", "int | None", "None")
        answer = _item(document, schema)
        returned = f"{'AsyncPages' if awaits else 'Pages'}[{answer}]"
    else:
        answer = returned = _type(document, operation, schema)
    named = [*body.values(), *queries.values()]
    if operation.has_header("Idempotency-Key"):
        named.append(Argument("idempotency_key", "str | None", "None"))
    named.sort(key=lambda one: one.default is not None)
    _refuse_twice(operation, [*positional, *named])
    signature = ", ".join(["self", *map(str, positional), *(["*"] if named else []), *map(str, named)])
    call = _call(operation, f"Page[{answer}]" if page else answer, path, body, queries, read)
    result = f"{'AsyncPages' if awaits else 'Pages'}(self._sender, {call})" if page else f"self._sender.ask({call})"
    waits = awaits and not page
    return "\n".join(
        [
            f"{'async ' if waits else ''}def {method}({signature}) -> {returned}:",
            textwrap.indent(_docstring(operation), "    "),
            f"    return {'await ' if waits else ''}{result}",
            "",
        ]
    )


def _call(
    operation: Operation,
    answer: str,
    path: str,
    body: dict[str, Argument],
    queries: dict[str, Argument],
    read: str | None,
) -> str:
    parts = [answer, f'"{operation.method}"', path]
    if queries:
        parts.append("query={" + ", ".join(f'"{name}": {one.name}' for name, one in queries.items()) + "}")
    if body or operation.body is not None:
        optional = any(one.default == "None" for one in body.values())
        inside = "{" + ", ".join(f'"{name}": {one.name}' for name, one in body.items()) + "}"
        needed = [name for name, one in body.items() if one.default is None and one.kind.endswith("| None")]
        keep = f", keep={tuple(needed)!r}" if needed else ""
        parts.append(f"body=known({inside}{keep})" if optional else f"body={inside}")
    if read:
        parts.append(f"if_match={read}.version")
    if operation.method == "POST":
        given = "idempotency_key" if operation.has_header("Idempotency-Key") else "None"
        parts.append(f"idempotency_key=key_of({given})")
    return f"Request({', '.join(parts)})"


def _type(document: Document, operation: Operation, schema: Schema | None) -> str:
    if schema:
        kind = types.answered(document, schema)
        return re.sub(r"^list\[(.*)\]$", r"tuple[\1, ...]", kind)
    return "str" if any(media.startswith("text/") or "pem" in media for media in operation.content) else "bytes"


def _item(document: Document, schema: Schema) -> str:
    return types.answered(document, document.properties(schema)["items"]["items"])


def _docstring(operation: Operation) -> str:
    text = str(operation.said.get("description", operation.name)).strip().replace("\\", "\\\\")
    about = [
        f"`{argument(one['name'])}`: {one['description']}"
        for one in operation.parameters("query")
        if one.get("description") and one["name"] not in PAGING
    ]
    if about:
        text += "\n\n" + "\n".join(about)
    return f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'


def _models_of(document: Document, noun: str) -> str:
    """Return the imports of the models that a noun's answers are, and of the parts of what it is told."""
    operations = [document.operations[f"{noun}.{method}"] for method in NOUNS.get(noun, {})]
    shown = {one: document.owners[one] for each in operations for one in document.direct(each.answer)}
    told = [part for each in operations if each.body for part in document.properties(each.body).values()]
    lines = [
        f"from partnership_client.models.{owner} import {document.model(schema)}" for schema, owner in shown.items()
    ]
    for part in told:
        lines += [
            f"from partnership_client.wishes.{document.wishes[one]} import {types.wish(one)}"
            for one in document.direct(part)
        ]
    _refuse_namesakes(noun, list(dict.fromkeys(lines)))
    return "\n".join(dict.fromkeys(lines)) + "\n"


def _refuse_namesakes(noun: str, imports: list[str]) -> None:
    names = [line.rpartition(" ")[2] for line in imports] + [_name(one) for one in NOUNS if one.startswith(noun)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UnnamedError(f"{noun} knows two things called {', '.join(twice)}: see MODELS in tools/rules.py")


def _below(noun: str) -> str:
    return "".join(
        f"from partnership_client.nouns.{one.replace('.', '_')} import Async{_name(one)}, {_name(one)}\n"
        for one in NOUNS
        if one.startswith(noun + ".")
    )


def _refuse_twice(operation: Operation, arguments: list[Argument]) -> None:
    names = [one.name for one in arguments]
    if len(names) != len(set(names)):
        raise UnnamedError(f"two arguments of {operation.name} have one name: {', '.join(names)}")


def _name(noun: str) -> str:
    top, _, below = noun.partition(".")
    if noun in CLASSES:
        return CLASSES[noun]
    words = f"{singular(top)}_{below}" if below else top
    return "".join(word.capitalize() for word in words.split("_"))


def _words(noun: str) -> str:
    top, _, below = noun.partition(".")
    words = f"the {below} of {top}" if below else f"the {top}"
    return words.replace("_", " ")
