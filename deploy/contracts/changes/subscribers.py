"""Who subscribed to what: from a file or a running installation, and whose declared fields a change touches."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from deploy.contracts.changes.types import TypeChange

SECONDS = 30
LIST = "/api/v1/subscriptions?limit=200"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A subscription, as far as changes concern it: no types means all; `fields` is what it says it reads, by type."""

    id: str
    name: str
    client: str
    council: str | None
    types: frozenset[str]
    fields: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Subscriber":
        """Return the subscription that a row of the API shows."""
        return cls(
            id=row["id"],
            name=row.get("name") or row["id"],
            client=row["client"],
            council=row.get("council"),
            types=frozenset(row.get("types") or ()),
            fields=row.get("fields") or {},
        )

    @property
    def whose(self) -> str:
        return f"{self.name} ({self.client}, {self.council or 'Digital Office'}, subscription {self.id})"

    def hears(self, type_name: str) -> bool:
        """Say whether events of a type come to it; a type of which it says what it reads, it hears."""
        return not self.types or bool(self.types & _names(type_name)) or self.declared(type_name) is not None

    def declared(self, type_name: str) -> Sequence[str] | None:
        """Return what it says it reads of a type; None where it says nothing of it."""
        return next((self.fields[name] for name in _names(type_name) if name in self.fields), None)


def touched(one: TypeChange, subscribers: Iterable[Subscriber]) -> tuple[list[Subscriber], list[Subscriber]]:
    """Return whom a change surely touches, for they declared the field; and those who never said what they read."""
    hearing = [subscriber for subscriber in subscribers if subscriber.hears(one.type)]
    silent = [subscriber for subscriber in hearing if subscriber.declared(one.type) is None]
    declared = [subscriber for subscriber in hearing if _reads(subscriber.declared(one.type), one.change.path)]
    return declared, silent


def from_file(file: Path) -> list[Subscriber]:
    """Read a list of subscriptions, or a page of them, as the API answers it."""
    content = json.loads(file.read_text(encoding="utf-8"))
    return _hearing(content["items"] if isinstance(content, dict) else content)


def from_installation(url: str, token: str) -> list[Subscriber]:
    """Ask a running installation for all its subscriptions; the token must be the Office's."""
    found: list[Subscriber] = []
    following: str | None = LIST
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=SECONDS, trust_env=False) as client:
        while following is not None:
            answer = client.get(urljoin(url, following)).raise_for_status().json()
            found += _hearing(answer["items"])
            following = answer["next"]
    return found


def _hearing(rows: Iterable[Mapping[str, Any]]) -> list[Subscriber]:
    """Return the subscriptions that hear anything; those that were stopped do not."""
    return [Subscriber.of(row) for row in rows if row.get("state") != "stopped"]


def _reads(declared: Sequence[str] | None, path: str) -> bool:
    """Say whether one of the declared fields is the changed one, holds it, or is a part of it."""
    changed = _steps(path)
    return declared is not None and any(
        steps[: len(changed)] == changed[: len(steps)] for steps in map(_steps, declared)
    )


def _steps(path: str) -> list[str]:
    """Return the way to a field, however it is written: `data.parts[].note`, `parts.note`."""
    steps = [step for step in path.replace("[]", "").split(".") if step]
    return steps[1:] if steps[:1] == ["data"] else steps


def _names(type_name: str) -> frozenset[str]:
    """Return the full name of a type and its short one, which means every version."""
    return frozenset({type_name, type_name.removeprefix("partnership.").rpartition(".v")[0]})
