"""What a JSON schema is in Python: generous for answers, exact for what is sent."""

import json
from typing import Any

from clients.python.tools.document import Document, Schema
from clients.python.tools.rules import WORDS

PARTIAL_DATE = "^(19|20|21)"
SIMPLE = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "object": "dict[str, Any]",
}
SENT_FORMATS = {"date": "Day", "date-time": "Moment"}
FORMATS = {"date": "dt.date", "date-time": "dt.datetime", "uuid": "UUID"}


def answered(document: Document, schema: Schema) -> str:
    """Return the type of a part of an answer; a word may be any, as newer services may say new ones."""
    if "$ref" in schema:
        return document.model(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return _either([answered(document, one) for one in schema["anyOf"]])
    inside, kind = schema.get("additionalProperties"), schema.get("type")
    if kind == "array":
        return f"list[{answered(document, schema.get('items', {}))}]"
    if kind == "object" and isinstance(inside, dict):
        return f"dict[str, {answered(document, inside)}]"
    return FORMATS.get(schema.get("format", ""), SIMPLE.get(kind or "", "Any"))


def sent(document: Document, schema: Schema) -> str:
    """Return the type of what may be sent: words that are allowed one by one, and parts of bodies as typed dicts."""
    if "anyOf" in schema:
        return _either([sent(document, one) for one in schema["anyOf"]])
    if "$ref" in schema:
        return wish(schema["$ref"].rpartition("/")[2])
    if "enum" in schema or "const" in schema:
        return _words(document, schema.get("enum") or [schema["const"]])
    if schema.get("type") in {"array", "object"}:
        return _many(document, schema)
    if schema.get("pattern", "").startswith(PARTIAL_DATE):
        return "Day"
    return SENT_FORMATS.get(schema.get("format", ""), SIMPLE.get(schema.get("type", ""), "Any"))


def words(document: Document) -> dict[str, list[str]]:
    """Return the lists of words that have a name."""
    return {name: document.words[first] for name, first in WORDS.items()}


def wish(schema: str) -> str:
    """Return what a part of a body is called."""
    return schema.removesuffix("Wish") + "Wish"


def default(value: Any) -> str | None:
    """Return a default as it is written, or None where it cannot be one in Python."""
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if value == []:
        return "()"
    return None


def _many(document: Document, schema: Schema) -> str:
    if schema["type"] == "array":
        return f"Sequence[{sent(document, schema.get('items', {}))}]"
    inside = schema.get("additionalProperties")
    return f"Mapping[str, {sent(document, inside) if isinstance(inside, dict) else 'Any'}]"


def _words(document: Document, some: list[str]) -> str:
    for name, named in words(document).items():
        if named == some:
            return name
    return f"Literal[{', '.join(json.dumps(word) for word in some)}]"


def _either(kinds: list[str]) -> str:
    some = [kind for kind in dict.fromkeys(kinds) if kind != "None"]
    # `None` last, and several lists of words as one
    literals = [kind for kind in some if kind.startswith("Literal[")]
    if len(literals) > 1:
        words = ", ".join(kind[len("Literal[") : -1] for kind in literals)
        some = [f"Literal[{words}]", *(kind for kind in some if kind not in literals)]
    return " | ".join([*some, "None"] if "None" in kinds else some)
