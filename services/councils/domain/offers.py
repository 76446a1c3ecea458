"""What releases brought, and to whom it is offered: to everyone not known to have come later or left before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.councils.domain.memberships import History, could_take_part
from shared.events.councils import AdoptionOpened
from shared.events.projects import ReleaseClosed
from shared.values import last_day


@dataclass(frozen=True, slots=True)
class Released:
    """A deliverable that a release brought, closed as on a date."""

    release: str
    deliverable: str
    project: str
    demonstration: bool
    effective: str

    @property
    def day(self) -> date:
        return last_day(self.effective)


def brought(closed: ReleaseClosed) -> list[Released]:
    """Return what a release brought when it closed."""
    return [
        Released(closed.release, item.deliverable, item.project, closed.demonstration, closed.effective)
        for item in closed.included
    ]


def open_lines(
    released: Iterable[Released], memberships: Mapping[str, History], existing: Iterable[tuple[str, str]]
) -> list[AdoptionOpened]:
    """Offer what releases brought to every council that may have been there on the day, in principle or as a member.

    A line that exists already, from an earlier release, stays as it is. Of several releases that brought the same
    deliverable, the first opens the line.
    """
    there = set(existing)
    opened: list[AdoptionOpened] = []
    in_order = sorted(released, key=lambda one: one.day)
    for council, history in sorted(memberships.items()):
        for one in in_order:
            if (council, one.deliverable) in there or not could_take_part(history, one.day):
                continue
            there.add((council, one.deliverable))
            opened.append(
                AdoptionOpened(
                    council=council,
                    deliverable=one.deliverable,
                    project=one.project,
                    release=one.release,
                    state="invited",
                    effective=one.effective,
                    demonstration=one.demonstration,
                )
            )
    return opened
