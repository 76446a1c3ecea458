"""Dead letters on a terminal: aligned columns and plain sentences, or JSON for programs."""

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import BaseModel

from shared.messaging.bulk import Outcome
from shared.web.letters import CausesView, DeadLetterView, ListView

PREFIX = "partnership."
SHORTEST_END = 40


def say(view: BaseModel, lines: Iterable[str], *, as_json: bool) -> None:
    """Write a view to standard output."""
    text = view.model_dump_json(indent=2) if as_json else "\n".join(lines)
    sys.stdout.write(f"{text}\n")


def causes(view: CausesView) -> list[str]:
    """Return how many letters are parked for which cause."""
    if not view.items:
        return ["Nothing is parked."]
    rows = [
        (str(one.parked), one.cause, _short(one.event_type), _moment(one.oldest_parked_at), _age(one.oldest_seconds))
        for one in view.items
    ]
    return _table(("PARKED", "CAUSE", "EVENT", "OLDEST (UTC)", "AGE"), rows)


def listed(view: ListView, *, audit: bool) -> list[str]:
    """Return a line for each letter: why it is parked, or who settled it and why."""
    if not view.items:
        return ["There are none."]
    if audit:
        head: tuple[str, ...] = ("ID", "STATE", "SETTLED (UTC)", "BY", "CAUSE", "ABOUT", "REASON")
        rows = [
            (str(one.id), one.state, _moment(one.settled_at), one.settled_by or "", one.cause, _about(one), _why(one))
            for one in view.items
        ]
    else:
        head = ("ID", "STATE", "PARKED (UTC)", "CAUSE", "EVENT", "ABOUT", "ERROR")
        rows = [
            (str(one.id), one.state, _moment(one.parked_at), one.cause, _short(one.event_type), _about(one), one.error)
            for one in view.items
        ]
    more = [f"There are more: --after {view.next_after}"] if view.next_after is not None else []
    return _table(head, rows) + more


def whole(letter: DeadLetterView) -> list[str]:
    """Return everything about a letter."""
    facts = {
        name.replace("_", " "): value
        for name, value in letter.model_dump(mode="json").items()
        if value is not None and name not in {"headers", "payload", "href"}
    }
    return [
        *_pairs(facts),
        "",
        "headers",
        *_pairs(letter.headers or {}, indent="  "),
        "",
        "payload",
        *(f"  {_plain(line)}" for line in _pretty(letter.payload or "").split("\n")),
    ]


def outcome(made: Outcome, verb: str) -> list[str]:
    """Return how many letters were settled, and why the others were not."""
    done = {"replay": "Replayed", "discard": "Discarded"}[verb]
    lines = [f"{done} {made.settled}; {len(made.failed)} stay as they were{':' if made.failed else '.'}"]
    lines += [f"  {one.id} ({one.code}): {_plain(one.detail)}" for one in made.failed]
    if made.interrupted:
        lines.append("The rest was not tried. What is settled stays so; run the same command again.")
    return lines


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return aligned columns; the last one is cut where the terminal ends."""
    whole_table = [head, *([_plain(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in whole_table) for column in range(len(head) - 1)]
    left = max(SHORTEST_END, shutil.get_terminal_size((160, 24)).columns - sum(widths) - 2 * len(widths))
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), _cut(row[-1], left)])
        for row in whole_table
    ]


def _pairs(facts: "dict[str, object] | dict[str, str]", indent: str = "") -> list[str]:
    width = max((len(name) for name in facts), default=0)
    return [f"{indent}{_plain(name).ljust(width)}  {_plain(str(value))}" for name, value in facts.items()]


def _plain(text: str) -> str:
    """Return a text that does nothing to a terminal: what is parked may have come from anywhere."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _pretty(payload: str) -> str:
    try:
        return json.dumps(json.loads(payload), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return payload


def _short(event_type: str | None) -> str:
    return (event_type or "-").removeprefix(PREFIX)


def _about(letter: DeadLetterView) -> str:
    return f"{letter.aggregate or '-'} @{'?' if letter.sequence is None else letter.sequence}"


def _why(letter: DeadLetterView) -> str:
    return letter.settled_reason or "-"


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else "-"


def _age(seconds: float) -> str:
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
