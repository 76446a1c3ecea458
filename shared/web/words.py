"""What is wrong with a field of a request, in words that its sender can act on."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.values import PATTERNS

LONGEST_FIELD = 120
"""How much of a field's name a refusal repeats: the longest of ours, with the list it stands in, is far shorter."""

WHOLE = "must be a whole number"
OBJECT = "must be an object with named fields"

SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "is missing",
    "extra_forbidden": lambda _: "is no field of this request",
    "string_type": lambda _: "must be text",
    "string_unicode": lambda _: "must be text in whole Unicode characters",
    "string_too_short": lambda asked: f"must have at least {_many(asked['min_length'], 'character')}",
    "string_too_long": lambda asked: f"must have at most {_many(asked['max_length'], 'character')}",
    "string_pattern_mismatch": lambda asked: PATTERNS.get(asked["pattern"], f"does not match {asked['pattern']}"),
    "bool_type": lambda _: "must be true or false",
    "bool_parsing": lambda _: "must be true or false",
    "int_type": lambda _: WHOLE,
    "int_parsing": lambda _: WHOLE,
    "int_parsing_size": lambda _: WHOLE,
    "int_from_float": lambda _: WHOLE,
    "greater_than_equal": lambda asked: f"must be at least {asked['ge']}",
    "less_than_equal": lambda asked: f"must be at most {asked['le']}",
    "greater_than": lambda asked: f"must be more than {asked['gt']:g}",
    "multiple_of": lambda asked: f"must be a multiple of {asked['multiple_of']}",
    "float_type": lambda _: "must be a number",
    "finite_number": lambda _: "must be a number",
    "literal_error": lambda asked: f"must be {asked['expected']}",
    "list_type": lambda _: "must be a list",
    "too_short": lambda asked: f"must hold at least {_many(asked['min_length'], 'entry', 'entries')}",
    "too_long": lambda asked: f"must hold at most {_many(asked['max_length'], 'entry', 'entries')}",
    "dict_type": lambda _: OBJECT,
    "model_type": lambda _: OBJECT,
    "model_attributes_type": lambda _: OBJECT,
    "value_error": lambda asked: str(asked["error"]),
}
"""Our words for the library's kinds of errors; what is not here keeps the library's own."""


def field(location: tuple[int | str, ...]) -> str:
    """Return a field's place in the request: short, and in whole characters, whatever the sender called it."""
    parts = [str(part) for part in location if part != "body"]
    told = (".".join(parts) or "body").encode(errors="replace").decode()
    return told if len(told) <= LONGEST_FIELD else f"{told[:LONGEST_FIELD]}…"


def message(error: Mapping[str, Any]) -> str:
    """Return what a validation error says."""
    said = SAID.get(error["type"])
    if said is not None:
        return said(error.get("ctx", {}))
    text = str(error["msg"])
    return text[:1].lower() + text[1:]


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"
