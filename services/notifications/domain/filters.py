"""Which events a subscription wants: the filter dialects of CloudEvents Subscriptions 0.1, over attributes and data.

A list of filters lets an event through if each of them does. What is compared is text, case-sensitive, as the dialects
say: an attribute as its header shows it, a field of the data (`data.council`, `data.items.deliverable`) as JSON writes
it. A list holds a text if one of its items does; what an event does not have equals nothing, so that only `not` lets
it through.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from shared.errors import refuse_field

MAX_DEPTH = 8
MAX_COMPARISONS = 100
MAX_TEXT = 500
MAX_PATH = 200

ATTRIBUTES = (
    "specversion",
    "id",
    "type",
    "source",
    "subject",
    "time",
    "recordedtime",
    "aggregate",
    "sequence",
    "previousid",
    "epoch",
    "correlationid",
    "causationid",
    "actor",
    "traceparent",
    "tracestate",
    "datacontenttype",
)
"""What events are filtered by, beside `data.` and the name of a field."""

DATA = "data."

Look = Callable[[str], Sequence[str] | None]
"""Shows what an event has under a name: its texts, none if it has nothing there; None if that is not known yet."""

Filter = Callable[[Look], bool | None]
"""Says whether an event is let through; None if that depends on what is not known."""

COMPARE: Mapping[str, Callable[[str, str], bool]] = {
    "exact": str.__eq__,
    "prefix": str.startswith,
    "suffix": str.endswith,
}
DIALECTS = (*COMPARE, "all", "any", "not")


def read(filters: Sequence[Any], *, field: str = "filters") -> Filter:
    """Return the filter that a list of expressions makes; refuse what is wrong with it, naming the part."""
    return _Reader().every(filters, field, 1)


def paths(filters: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the fields of the data that a list of right filters looks at, each with the place where it does."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, Any]] = [(f"filters.{number}", one) for number, one in enumerate(filters)]
    while waiting:
        place, expression = waiting.pop()
        ((dialect, inside),) = expression.items()
        here = f"{place}.{dialect}"
        if dialect == "not":
            waiting.append((here, inside))
        elif dialect in COMPARE:
            found |= {name.removeprefix(DATA): f"{here}.{name}" for name in inside if name.startswith(DATA)}
        else:
            waiting += [(f"{here}.{number}", one) for number, one in enumerate(inside)]
    return found


def only_types(filters: Sequence[Mapping[str, Any]]) -> frozenset[str] | None:
    """Return the types of which alone an event may be, where the filters name them; None where they do not."""
    return _all_of([_types(one) for one in filters])


def of_type(name: str, source: str) -> Look:
    """Return what is known of every event of a type before there is one."""
    known = {"specversion": ("1.0",), "type": (name,), "source": (source,)}
    return known.get


class Looked:
    """What filters see of one event; its data is read only if one asks, and once, and so is each field of it."""

    def __init__(self, attributes: Mapping[str, Any], data: Callable[[], Any]) -> None:
        self._attributes, self._read_data = attributes, data
        self._data: list[Any] = []
        self._found: dict[str, Sequence[str]] = {}

    def __call__(self, name: str) -> Sequence[str]:
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._look(name)
        return found

    def _look(self, name: str) -> Sequence[str]:
        if not name.startswith(DATA):
            value = self._attributes.get(name)
            return () if value is None else (str(value),)
        if not self._data:
            self._data.append(self._read_data())
        return texts(self._data[0], name.removeprefix(DATA))


def texts(data: Any, path: str) -> list[str]:
    """Return what stands under a path of names, as text; through lists, what stands there in any item."""
    found = [data]
    for name in path.split("."):
        found = [one[name] for one in _flat(found) if isinstance(one, dict) and name in one]
    return [text for one in _flat(found) if (text := _text(one)) is not None]


def _flat(values: Sequence[Any]) -> list[Any]:
    flat, waiting = [], list(reversed(values))
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        else:
            flat.append(one)
    return flat


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    return None if value is None or isinstance(value, dict) else json.dumps(value)


class _Reader:
    """Reads one list of expressions, within what is allowed for all of it."""

    def __init__(self) -> None:
        self._left = MAX_COMPARISONS

    def every(self, given: Any, place: str, depth: int) -> Filter:
        return _every([self._one(one, f"{place}.{number}", depth) for number, one in enumerate(given)])

    def _one(self, given: Any, place: str, depth: int) -> Filter:
        if depth > MAX_DEPTH:
            refuse_field(place, "filter-too-deep", f"filters may stand at most {MAX_DEPTH} deep in one another")
        if not isinstance(given, Mapping) or len(given) != 1:
            _malformed(place, f"must be one dialect with what belongs to it; there are {', '.join(DIALECTS)}")
        ((dialect, inside),) = given.items()
        here = f"{place}.{dialect}"[: MAX_PATH * 2]
        if dialect in COMPARE:
            return self._comparisons(dialect, inside, here)
        if dialect == "not":
            return _negated(self._one(inside, here, depth + 1))
        if dialect not in DIALECTS:
            refuse_field(
                place, "filter-dialect-unknown", f"{dialect[:40]!r} is no dialect; there are {', '.join(DIALECTS)}"
            )
        if not isinstance(inside, list) or not inside:
            _malformed(here, "must be a list of at least one filter")
        nested = [self._one(one, f"{here}.{number}", depth + 1) for number, one in enumerate(inside)]
        return _every(nested) if dialect == "all" else _any(nested)

    def _comparisons(self, dialect: str, given: Any, place: str) -> Filter:
        if not isinstance(given, Mapping) or not given:
            _malformed(place, "must say at least one attribute with the text to compare it with")
        self._left -= len(given)
        if self._left < 0:
            refuse_field(place, "filter-too-large", f"filters may make at most {MAX_COMPARISONS} comparisons in all")
        return _every([_comparison(dialect, name, text, place) for name, text in given.items()])


def _comparison(dialect: str, name: str, text: Any, place: str) -> Filter:
    here = f"{place}.{name[:MAX_PATH]}"
    if name.startswith(DATA):
        if len(name) > MAX_PATH or not all(name.split(".")):
            _malformed(here, "must be 'data.' and the name of a field, with dots between names: data.items.deliverable")
    elif name not in ATTRIBUTES:
        refuse_field(
            here,
            "filter-attribute-unknown",
            f"is no attribute of our events; there are {', '.join(ATTRIBUTES)}, and data.<field>",
        )
    if not isinstance(text, str) or not text or len(text) > MAX_TEXT:
        _malformed(here, f"must be compared with a text of 1 to {MAX_TEXT} characters (numbers as text, too)")
    compare = COMPARE[dialect]

    def compared(look: Look) -> bool | None:
        found = look(name)
        return None if found is None else any(compare(one, text) for one in found)

    return compared


def _malformed(place: str, message: str) -> NoReturn:
    refuse_field(place, "filter-malformed", message)


def _every(filters: Sequence[Filter]) -> Filter:
    if len(filters) == 1:
        return filters[0]

    def every(look: Look) -> bool | None:
        verdict: bool | None = True
        for one in filters:
            said = one(look)
            if said is False:
                return False
            if said is None:
                verdict = None
        return verdict

    return every


def _any(filters: Sequence[Filter]) -> Filter:
    if len(filters) == 1:
        return filters[0]

    def some(look: Look) -> bool | None:
        verdict: bool | None = False
        for one in filters:
            said = one(look)
            if said:
                return True
            if said is None:
                verdict = None
        return verdict

    return some


def _negated(one: Filter) -> Filter:
    def negated(look: Look) -> bool | None:
        said = one(look)
        return None if said is None else not said

    return negated


def _types(expression: Mapping[str, Any]) -> frozenset[str] | None:
    ((dialect, inside),) = expression.items()
    if dialect == "exact":
        return frozenset({inside["type"]}) if "type" in inside else None
    if dialect == "all":
        return _all_of([_types(one) for one in inside])
    if dialect == "any":
        each = [_types(one) for one in inside]
        return None if None in each else frozenset().union(*(one for one in each if one is not None))
    return None


def _all_of(each: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    told = [one for one in each if one is not None]
    return frozenset.intersection(*told) if told else None
