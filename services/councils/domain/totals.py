"""Totals of benefit figures, each of one type, one unit and one stage.

What keeps a figure hidden is one rule: a total is made only of figures that its asker may see one by one. It tells
nothing that the asker could not add up alone, so nothing can be learned from two totals, however they differ - by a
day, a filter, a family group or a council that came between. A total of fewer than five councils is not shown all the
same, for a total travels further than its figures: except that of the asker's own council alone.

A claim is counted once. Where the asker sees that it was verified, the verified figure stands in its place, and the
claimed total says of how many claims that is so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.councils.domain.benefits import STAGES, Stage

LEAST = 5
"""Of how many councils a total is, at the least."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure that the asker may see."""

    council: str
    profile: str
    period: str
    stage: str
    type: str
    unit: str
    value: float


@dataclass(frozen=True, slots=True)
class StageTotal:
    """What figures of one type, unit and stage come to; `value` None where they are of too few councils."""

    stage: Stage
    value: float | None
    figures: int
    councils: int
    verified_instead: int


@dataclass(frozen=True, slots=True)
class Total:
    """The totals of one type in one unit, stage by stage; they are never added together."""

    type: str
    unit: str
    stages: tuple[StageTotal, ...]


def totals(seen: Iterable[Seen], own: str | None) -> list[Total]:
    """Return what the figures that an asker sees come to; `own` is the asker's council, None for the Office."""
    groups: dict[tuple[str, str], list[Seen]] = {}
    for one in seen:
        groups.setdefault((one.type, one.unit), []).append(one)
    return [Total(*of, tuple(_stage(stage, groups[of], own) for stage in STAGES)) for of in sorted(groups)]


def _stage(stage: Stage, group: Sequence[Seen], own: str | None) -> StageTotal:
    mine = [one for one in group if one.stage == stage]
    instead = 0
    if stage == "claimed":
        verified = {(one.council, one.profile, one.period) for one in group if one.stage == "verified"}
        counted = [one for one in mine if (one.council, one.profile, one.period) not in verified]
        instead = len(mine) - len(counted)
        mine = counted
    councils = {one.council for one in mine}
    shown = bool(mine) and (len(councils) >= LEAST or councils == {own})
    # as people add: what binary fractions add to a sum is nobody's benefit
    value = float(sum((Decimal(str(one.value)) for one in mine), Decimal())) if shown else None
    return StageTotal(stage, value, len(mine), len(councils), instead)
