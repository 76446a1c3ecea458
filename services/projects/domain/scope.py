"""What was in a release on a day, from the log of its scope: later lines never change an earlier day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.projects.models import Release, ReleaseDetails, ReleaseScopeChange


@dataclass(frozen=True, slots=True)
class Inside:
    """A deliverable in a release, as it stood on a day."""

    deliverable: str
    ready: bool
    note: str | None
    carried_from: str | None


def contents(log: Sequence[ReleaseScopeChange], day: date) -> list[Inside]:
    """Return what was in a release on a day while it was open, by key."""
    inside: dict[str, Inside] = {}
    for line in in_order(log, day):
        before = inside.pop(line.deliverable, None)
        if line.change == "taken-out":
            continue
        carried_from = before.carried_from if before else line.carried_from
        inside[line.deliverable] = Inside(line.deliverable, line.ready, line.note, carried_from)
    return [inside[key] for key in sorted(inside)]


def in_order(log: Sequence[ReleaseScopeChange], day: date) -> list[ReleaseScopeChange]:
    """Return the lines that count on a day, in the order in which they came to count."""
    counting = (line for line in log if line.effective_day <= day)
    return sorted(counting, key=lambda line: (line.effective_day, line.number, line.deliverable))


def details(told: Sequence[ReleaseDetails], day: date) -> ReleaseDetails | None:
    """Return what was said of a release on a day; before anything was, what was said of it first."""
    ordered = sorted(told, key=lambda one: (one.effective, one.number))
    counting = [one for one in ordered if one.effective <= day]
    return counting[-1] if counting else next(iter(ordered), None)


def state(release: Release, *, begun: bool, announced: bool, day: date) -> str:
    """Return the state of a release on a day: not recorded until it was announced or something came into it."""
    if release.closed_day is not None and release.closed_day <= day:
        return "closed"
    known = release.state if release.state != "closed" else "planned"
    return known if announced or begun else "not-recorded"
