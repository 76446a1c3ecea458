"""The README's table of events, made from the code: who says each, and who hears it.

`python -m tests.support.event_table` writes it into the README, between its marks.
"""

import importlib
import re

from shared.events import Event, catalogue
from tests.support.house import ROOT, SERVICES, service

MARKS = re.compile(r"(<!-- events -->\n).*?(<!-- /events -->)", re.DOTALL)
README = ROOT / "README.md"


def event_table() -> str:
    """Return the table in Markdown, without its marks."""
    lines = ["| event | what happened | heard by |", "|---|---|---|"]
    lines += [f"| `{event.short_name()}` | {what_happened(event)} | {', '.join(hearers(event))} |" for event in said()]
    return "\n".join(lines) + "\n"


def said() -> list[type[Event]]:
    """Return every event, service by service in the order they are listed everywhere."""
    for name in SERVICES:
        importlib.import_module(f"shared.events.{name}")
    ours = [event for event in catalogue() if event.__module__.startswith("shared.events.")]  # tests make some, too
    return sorted(ours, key=lambda event: SERVICES.index(event.service))


def hearers(event: type[Event]) -> list[str]:
    """Return the services that hear an event."""
    return [
        name
        for name in SERVICES
        if any(
            one.service == event.service and (one.hears_everything or event in one.handlers)
            for one in service(name).heard
        )
    ]


def what_happened(event: type[Event]) -> str:
    """Return the first sentence of what the event's class says about it."""
    first = (event.__doc__ or "").strip().partition("\n\n")[0]
    return " ".join(first.split()).removesuffix(".").replace("|", "\\|")


def shown() -> str | None:
    """Return the table that stands in the README, or None where it has no marks."""
    found = MARKS.search(README.read_text(encoding="utf-8"))
    return found.group(0).removeprefix(found[1]).removesuffix(found[2]) if found else None


def main() -> None:
    text = README.read_text(encoding="utf-8")
    README.write_text(MARKS.sub(lambda found: found[1] + event_table() + found[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
