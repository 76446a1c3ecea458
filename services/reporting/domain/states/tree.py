"""The tree of hashes by which a copy is compared: kinds, then buckets, then things.

A thing's hash is the SHA-256 of its canonical JSON (RFC 8785). A node's hash is the SHA-256 of the canonical JSON of
the object that has each child's name and hash. A bucket is the first two hex digits of the SHA-256 of a thing's name.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

Buckets = dict[str, dict[str, str]]
LARGEST_EXACT = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Node:
    """What one level shows of a node below it."""

    name: str
    sha256: str
    count: int


class Tree:
    """The hashes of things, by name: `kind/identity`."""

    def __init__(self, leaves: Mapping[str, str]) -> None:
        self._kinds: dict[str, Buckets] = {}
        for name, sha256 in leaves.items():
            self._kinds.setdefault(name.partition("/")[0], {}).setdefault(bucket(name), {})[name] = sha256

    def root(self) -> Node:
        return _node("", self.kinds())

    def node(self, kind: str, in_bucket: str = "") -> Node:
        """Return a kind, or a bucket of it; one that holds nothing has the hash of an empty object."""
        return _node(in_bucket or kind, self.leaves(kind, in_bucket) if in_bucket else self.buckets(kind))

    def kinds(self) -> list[Node]:
        return [_node(kind, self.buckets(kind)) for kind in sorted(self._kinds)]

    def buckets(self, kind: str) -> list[Node]:
        found = self._kinds.get(kind, {})
        return [_node(name, self.leaves(kind, name)) for name in sorted(found)]

    def leaves(self, kind: str, name: str) -> list[Node]:
        found = self._kinds.get(kind, {}).get(name, {})
        return [Node(each, sha256, 1) for each, sha256 in sorted(found.items())]


def hashed(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of canonical JSON, in hex."""
    try:
        return hashlib.sha256(rfc8785.dumps(dict(content))).hexdigest()
    except rfc8785.IntegerDomainError:
        return hashlib.sha256(rfc8785.dumps(_as_numbers_of_json(content))).hexdigest()


def bucket(name: str) -> str:
    """Return the bucket that a thing of this name is in."""
    return hashlib.sha256(name.encode()).hexdigest()[:2]


def _node(name: str, children: Iterable[Node]) -> Node:
    below = list(children)
    return Node(name, hashed({one.name: one.sha256 for one in below}), sum(one.count for one in below))


def _as_numbers_of_json(value: Any) -> Any:
    """Return the value with every number as canonical JSON has it: a double."""
    if isinstance(value, Mapping):
        return {name: _as_numbers_of_json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_numbers_of_json(one) for one in value]
    large = isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST_EXACT
    return float(value) if large else value
