"""The report on what changed: as text for people, as JSON for programs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from deploy.contracts.changes.released import Released
from deploy.contracts.changes.subscribers import Subscriber, touched
from deploy.contracts.changes.types import TypeChange
from deploy.contracts.events import ADVICE

COUNTED: Final = {
    "type-added": "new types",
    "said-otherwise": "descriptions said otherwise",
    "mark-changed": "marks of fields",
}
"""What the text only counts: there is much of it, and nobody has to act on it."""


Known = Sequence[Subscriber] | None
"""Who subscribed to what; None where nobody was asked."""


def as_json(released: Released, found: Sequence[TypeChange], subscribers: Known) -> dict[str, Any]:
    """Return the whole report; without subscribers it does not say whom a change touches."""
    return {
        "since": {"version": released.version, "commit": released.commit},
        "breaking": sum(one.breaking for one in found),
        "safe": sum(not one.breaking for one in found),
        "changes": [_row(one, subscribers) for one in found],
    }


def as_text(released: Released, found: Sequence[TypeChange], subscribers: Known) -> str:
    """Return the report in lines: what breaks somebody, what does not, each by its type, and how much else there is."""
    breaking, safe = ([one for one in found if one.breaking is kind] for kind in (True, False))
    lines = [f"Events since release {released.version} ({released.commit[:7]})", "", f"Breaking: {len(breaking)}"]
    lines += _by_type(breaking, subscribers)
    lines += ["", f"Safe: {len(safe)}"]
    lines += _by_type([one for one in safe if one.change.kind not in COUNTED], subscribers)
    counts = Counter(one.change.kind for one in safe)
    lines += [f"  {counts[kind]} {name}" for kind, name in COUNTED.items() if counts[kind]]
    if breaking:
        lines += ["", f"Refused: a breaking change needs a new version. {ADVICE}"]
    return "\n".join(lines)


def _by_type(found: Sequence[TypeChange], subscribers: Known) -> Iterator[str]:
    for name, some in groupby(found, key=lambda one: one.type):
        yield f"  {name}"
        for one in some:
            yield f"    {one.change.says}{f': {one.change.because}' if one.breaking else ''}"
            yield from (f"      {line}" for line in _whom(one, subscribers))


def _whom(one: TypeChange, subscribers: Known) -> Iterator[str]:
    declared, silent = touched(one, subscribers or ())
    yield from (f"read by {subscriber.whose}" for subscriber in declared)
    if one.breaking:
        yield from (f"heard by {subscriber.whose}, who did not say what it reads" for subscriber in silent)


def _row(one: TypeChange, subscribers: Known) -> dict[str, Any]:
    row: dict[str, Any] = {
        "type": one.type,
        "path": one.change.path or None,
        "kind": one.change.kind,
        "breaking": one.breaking,
        "says": one.change.says,
        "because": one.change.because,
    }
    if subscribers is None:
        return row
    declared, silent = touched(one, subscribers)
    return row | {"read_by": [_who(one) for one in declared], "heard_by": [_who(one) for one in silent]}


def _who(subscriber: Subscriber) -> dict[str, str | None]:
    return {
        "subscription": subscriber.id,
        "name": subscriber.name,
        "client": subscriber.client,
        "council": subscriber.council,
    }
