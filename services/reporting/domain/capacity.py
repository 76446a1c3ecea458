"""What councils have to give, committed and delivered, by month and role: of five councils together at least.

No figure is the sum of others here: from a sum and its parts one could work out a part that is too small to show.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.reporting.domain.adoption import MINIMUM_GROUP, TOO_FEW
from services.reporting.domain.calls import months
from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import Kind, Project, kind


@dataclass(frozen=True, slots=True)
class Given:
    """What a council had said by the date that it has to give in a month."""

    council: str
    month: str
    given: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Committed:
    """What a council had committed to a call by the date."""

    council: str
    project: str
    commitments: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a council had told by the date that it delivered in a month."""

    council: str
    month: str
    delivered: Sequence[Mapping[str, Any]]


class Days(Figure):
    """The days of so many councils together; null where none told any, or `withheld` says why."""

    days: float | None
    councils: int | None
    withheld: str | None


class RoleMonth(Figure):
    role: str
    capacity: Days
    committed: Days
    delivered: Days


class MonthLine(Figure):
    """A month, role by role."""

    month: str
    roles: list[RoleMonth]


Cell = tuple[str, str]
"""A month and a role."""


@dataclass(slots=True)
class _Sums:
    """Days by month and role, council by council."""

    found: dict[Cell, dict[str, float]] = field(default_factory=dict)

    def add(self, month: str, role: str, council: str, days: float) -> None:
        mine = self.found.setdefault((month, role), {})
        mine[council] = mine.get(council, 0.0) + days

    def days(self, cell: Cell) -> Days:
        mine = self.found.get(cell, {})
        if 0 < len(mine) < MINIMUM_GROUP:
            return Days(days=None, councils=None, withheld=TOO_FEW)
        return Days(days=sum(mine.values()) if mine else None, councils=len(mine), withheld=None)


def by_kind(
    projects: Iterable[Project],
    given: Iterable[Given],
    committed: Iterable[Committed],
    delivered: Iterable[Delivered],
) -> dict[Kind, list[MonthLine]]:
    """Return month by month what there is of each role, and what of it is committed to projects of each kind."""
    kinds = {project.project: kind(project) for project in projects}
    capacity = _Sums()
    promised: dict[Kind, _Sums] = {"partnership": _Sums(), "neighbouring": _Sums(), "demonstration": _Sums()}
    came: dict[Kind, _Sums] = {"partnership": _Sums(), "neighbouring": _Sums(), "demonstration": _Sums()}
    for one in given:
        for role in one.given:
            capacity.add(one.month, role["role"], one.council, role["days"])
    for answer in committed:
        for promise in answer.commitments:
            for month in months(promise):
                of = kinds.get(answer.project, "partnership")
                promised[of].add(month, promise["role"], answer.council, promise["days_per_month"])
    for told in delivered:
        for line in told.delivered:
            came[kinds.get(line["project"], "partnership")].add(told.month, line["role"], told.council, line["days"])
    return {of: _months(capacity, promised[of], came[of], alone=of == "partnership") for of in promised}


def _months(capacity: _Sums, promised: _Sums, came: _Sums, *, alone: bool) -> list[MonthLine]:
    """Return the months in which there is something to say; `alone`: also of those that have capacity alone."""
    cells = sorted(promised.found.keys() | came.found.keys() | (capacity.found.keys() if alone else set()))
    found: dict[str, list[RoleMonth]] = {}
    for cell in cells:
        line = RoleMonth(
            role=cell[1], capacity=capacity.days(cell), committed=promised.days(cell), delivered=came.days(cell)
        )
        found.setdefault(cell[0], []).append(line)
    return [MonthLine(month=month, roles=roles) for month, roles in found.items()]
