"""A copy of the state, kept by the services' own rules; and where it differs from theirs, found by hashes."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from partnership_client.client import Client
from partnership_client.event import Event
from partnership_client.models.snapshots import Rules, StateItem
from partnership_client.receiver.canonical import canonical

Item = dict[str, Any]


class Copy:
    """Every aggregate of a scope, by name: its place and its state, as `GET /snapshot` shows them.

    The scope is `programme`, or kinds of things; `kinds` says which then (`project`, `adoption`, as in `aggregate`).
    """

    def __init__(self, rules: Rules, items: Iterable[StateItem] = (), *, kinds: Collection[str] | None = None) -> None:
        self._rules, self._kinds = rules, kinds
        self.items: dict[str, Item] = {}
        self.begin(items)

    def begin(self, items: Iterable[StateItem]) -> None:
        """Begin anew with a snapshot."""
        self.items = {item.aggregate: item.model_dump(mode="json") for item in items}

    def apply(self, event: Event) -> bool:
        """Take an event in, whatever its turn; return False if it is not newer than the copy, or is of no state."""
        kind = event.aggregate.partition("/")[0]
        if kind in self._rules.left_out or (self._kinds is not None and kind not in self._kinds):
            return False
        item = self.items.get(event.aggregate)
        if item is not None and (event.epoch, event.sequence) <= (item["epoch"], item["sequence"]):
            return False
        state = item["state"] if item is not None else {}
        data = event.data if isinstance(event.data, Mapping) else {}
        for put in self._rules.rules.get(event.name, ()):
            for of in data.get(put.each) or () if put.each else (data,):
                path = [_word(word, of, data) for word in put.at]
                if None not in path:
                    _put(state, [str(word) for word in path], _filled(put.value, of, data))
        self.items[event.aggregate] = {
            "aggregate": event.aggregate,
            "source": event.source,
            "epoch": event.epoch,
            "sequence": event.sequence,
            "event": str(event.id),
            "state": state,
        }
        return True

    def hashes(self, *, of: str = "state") -> dict[str, str]:
        """Return the hash of every item; with `of="places"` those that need no states."""
        return {
            name: hashed(item if of == "state" else {key: one for key, one in item.items() if key != "state"})
            for name, item in self.items.items()
        }


def differing(client: Client, copy: Copy, scope: str = "programme", *, of: str = "state") -> Iterator[str]:
    """Yield the names of aggregates that differ, are missing here or are too many; asks for little where few do."""
    mine: dict[str, dict[str, dict[str, str]]] = {}
    for name, sha256 in copy.hashes(of=of).items():
        mine.setdefault(name.partition("/")[0], {}).setdefault(_bucket(name), {})[name] = sha256
    ask = client.snapshots.digest
    theirs = {one.name: one.sha256 for one in ask(scope=scope, of=of).children}  # type: ignore[arg-type]
    for kind in _unlike(
        theirs, {kind: _node({b: _node(c) for b, c in of_kind.items()}) for kind, of_kind in mine.items()}
    ):
        buckets = {one.name: one.sha256 for one in ask(scope=scope, of=of, under=kind).children}  # type: ignore[arg-type]
        of_kind = mine.get(kind, {})
        for bucket in _unlike(buckets, {name: _node(content) for name, content in of_kind.items()}):
            under = f"{kind}/{bucket}"
            leaves = {one.name: one.sha256 for one in ask(scope=scope, of=of, under=under).children}  # type: ignore[arg-type]
            yield from _unlike(leaves, of_kind.get(bucket, {}))


def hashed(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of canonical JSON, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _node(children: Mapping[str, str]) -> str:
    return hashed(children)


def _bucket(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:2]


def _unlike(theirs: Mapping[str, str], mine: Mapping[str, str]) -> list[str]:
    return sorted(name for name in theirs.keys() | mine.keys() if theirs.get(name) != mine.get(name))


def _put(state: Item, path: Sequence[str], value: Any) -> None:
    *way, last = path
    for step in way:
        inside = state.get(step)
        if not isinstance(inside, dict):
            if value is None:
                return
            inside = state[step] = {}
        state = inside
    if value is None:
        state.pop(last, None)
    else:
        state[last] = value


def _filled(template: Any, item: Any, data: Mapping[str, Any]) -> Any:
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
