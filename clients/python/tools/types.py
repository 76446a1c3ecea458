"""What a JSON schema is in Python: generous for answers, exact for what is sent."""

import json
from typing import Any

from clients.python.tools.document import Document, Schema

PARTIAL_DATE = "^(19|20|21)"
SIMPLE = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "object": "dict[str, Any]",
}
FORMATS = {"date": "dt.date", "date-time": "dt.datetime", "uuid": "UUID"}


def answered(document: Document, schema: Schema) -> str:
    """Return the type of a part of an answer; a word may be any, as newer services may say new ones."""
    if "$ref" in schema:
        return document.model(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return _either([answered(document, one) for one in schema["anyOf"]])
    match schema.get("type"):
        case "array":
            return f"list[{answered(document, schema.get('items', {}))}]"
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            return f"dict[str, {answered(document, schema['additionalProperties'])}]"
        case "string":
            return FORMATS.get(schema.get("format", ""), "str")
        case str(kind):
            return SIMPLE[kind]
    return "Any"


def sent(document: Document, schema: Schema) -> str:
    """Return the type of what may be sent: words that are allowed one by one, and parts of bodies as typed dicts."""
    if "$ref" in schema:
        return wish(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return _either([sent(document, one) for one in schema["anyOf"]])
    if "enum" in schema or "const" in schema:
        words = schema.get("enum") or [schema["const"]]
        return f"Literal[{', '.join(json.dumps(word) for word in words)}]"
    match schema.get("type"):
        case "array":
            return f"Sequence[{sent(document, schema.get('items', {}))}]"
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            return f"Mapping[str, {sent(document, schema['additionalProperties'])}]"
        case "object":
            return "Mapping[str, Any]"
        case "string" if schema.get("format") == "date" or schema.get("pattern", "").startswith(PARTIAL_DATE):
            return "Day"
        case "string" if schema.get("format") == "date-time":
            return "Moment"
        case str(kind):
            return SIMPLE[kind]
    return "Any"


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


def _either(kinds: list[str]) -> str:
    some = [kind for kind in dict.fromkeys(kinds) if kind != "None"]
    literals = [kind for kind in some if kind.startswith("Literal[")]
    if len(literals) > 1:
        words = ", ".join(kind[len("Literal[") : -1] for kind in literals)
        some = [f"Literal[{words}]", *(kind for kind in some if kind not in literals)]
    return " | ".join([*some, "None"] if "None" in kinds else some)
