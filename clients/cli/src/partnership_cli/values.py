"""One value of an answer as words: what stands in a cell, after a name, or in a field of a CSV."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

NONE = "-"
"""What a reader sees where there is no value; a CSV has an empty field there."""
_IN_ORDER = ("numerator", "denominator", "as_at")


def at(row: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a path such as `confidence.own.shown`; None where a step of it is missing."""
    found: Any = row
    for step in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(step)
    return found


def named(path: str) -> str:
    """Return the name of a field as people write it."""
    return path.rsplit(".", 1)[-1].replace("_", " ")


def is_share(value: Any) -> bool:
    """Say whether a value is a share: a part, of what, and when."""
    return isinstance(value, Mapping) and set(value) == set(_IN_ORDER)


def is_plain(value: Any) -> bool:
    """Say whether a value fits one line."""
    if isinstance(value, Mapping):
        return is_share(value)
    if isinstance(value, list):
        return all(not isinstance(one, Mapping | list) for one in value)
    return True


def words(value: Any) -> str:
    """Return a value as a person reads it."""
    if value is None or value in ([], {}):
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_share(value):
        of = "an unknown number" if value["denominator"] is None else value["denominator"]
        return f"{value['numerator']} of {of} (as at {value['as_at']})"
    if isinstance(value, Mapping):
        # what has a text is that text; its code is for programs
        return str(value.get("text") or ", ".join(f"{named(key)}: {words(part)}" for key, part in value.items()))
    if isinstance(value, list):
        separator = "; " if any(isinstance(one, Mapping) for one in value) else ", "
        return separator.join(words(one) for one in value)
    return str(value)


def field(value: Any) -> str:
    """Return a value for a CSV: empty for none, true and false as JSON has them, deeper things as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Sequence) and not isinstance(value, str) and is_plain(list(value)):
        return ";".join(field(one) for one in value)
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
