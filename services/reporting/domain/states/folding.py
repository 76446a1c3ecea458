"""The two steps from events to a state: what an event puts where, and what is there once all have done so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Template = str | bool | None | Mapping[str, Any]
"""What is put: `$field` of the event's data, another word as it is, null to take away, or an object of these."""

Change = tuple[Sequence[str], Any]
"""A path into the state, and what is put there; null takes away what is there."""

Nested = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Put:
    """Put something at a place in the state; with `each`, once for every item of that list in the event's data.

    Words that begin with `$` are fields of the data, or with `each` of the item; a bare `$` is the item itself, and
    `$$` begins a field of the data beside it. What names nothing puts nothing where it is part of the path.
    """

    at: Sequence[str]
    value: Template
    each: str | None = None


def changes(puts: Iterable[Put], data: Mapping[str, Any]) -> list[Change]:
    """Return what an event changes, by the rule of its type."""
    found: list[Change] = []
    for put in puts:
        for item in data.get(put.each) or () if put.each else (data,):
            path = [_word(word, item, data) for word in put.at]
            if None not in path:
                found.append(([str(word) for word in path], _filled(put.value, item, data)))
    return found


def fold(found: Iterable[Sequence[Change]]) -> Nested:
    """Return the state that changes make, one event's after the other's."""
    state: Nested = {}
    for one in found:
        for path, value in one:
            _put(state, path, value)
    return state


def _put(state: Nested, path: Sequence[str], value: Any) -> None:
    *way, last = path
    for step in way:
        inside = state.get(step)
        if not isinstance(inside, dict):
            if value is None:
                return
            inside = state[step] = {}
        # what an event told stays as it was told: other states may be made of it
        state[step] = state = dict(inside)
    if value is None:
        state.pop(last, None)
    else:
        state[last] = value


def _filled(template: Template, item: Any, data: Mapping[str, Any]) -> Any:
    if isinstance(template, Mapping):
        filled = {name: _filled(one, item, data) for name, one in template.items()}
        return {name: one for name, one in filled.items() if one is not None}
    return _word(template, item, data) if isinstance(template, str) else template


def _word(word: str, item: Any, data: Mapping[str, Any]) -> Any:
    if word.startswith("$$"):
        return data.get(word[2:])
    if word == "$":
        return item
    if word.startswith("$"):
        return item.get(word[1:]) if isinstance(item, Mapping) else None
    return word
