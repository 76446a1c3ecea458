"""Figures of several rounds, and what they say beside a ceiling or a limit: medians, spreads, goals met or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Series:
    """One figure, as every round measured it."""

    values: tuple[float, ...]
    unit: str = ""

    @classmethod
    def of(cls, values: Sequence[float], unit: str = "") -> "Series":
        return cls(tuple(values), unit)

    @property
    def median(self) -> float:
        return median(self.values)

    def __str__(self) -> str:
        shown = f"{number(self.median)} {self.unit}".strip()
        if len(self.values) == 1:
            return shown
        return f"{shown} ({number(min(self.values))} to {number(max(self.values))})"

    def over(self, other: "Series") -> "Series":
        """Return the ratio to another figure, round by round: both were measured in turn."""
        return Series(tuple(mine / its for mine, its in zip(self.values, other.values, strict=True)))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table; `met` is None where there is no goal, or where a short run cannot judge it."""

    row: str
    what: str
    product: str
    beside: str = ""
    ratio: str = ""
    goal: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        return {None: "", True: "met", False: "MISSED"}[self.met]


def at_least(row: str, what: str, product: Series, ceiling: Series, goal: float, named: str = "") -> Line:
    """Say how much of a ceiling is reached; more is better."""
    ratio = product.over(ceiling)
    return Line(row, what, str(product), _named(ceiling, named), str(ratio), f"at least {goal:g}", ratio.median >= goal)


def at_most(row: str, what: str, product: Series, ceiling: Series, goal: float, named: str = "") -> Line:
    """Say how many times a floor is needed; less is better."""
    ratio = product.over(ceiling)
    return Line(row, what, str(product), _named(ceiling, named), str(ratio), f"at most {goal:g}", ratio.median <= goal)


def below(row: str, what: str, product: Series, limit: float) -> Line:
    """Say whether a figure of its own stays under a limit."""
    goal = f"at most {limit:g} {product.unit}".strip()
    return Line(row, what, str(product), goal=goal, met=product.median <= limit)


def told(row: str, what: str, product: Series, beside: Series | None = None, named: str = "") -> Line:
    """Say a figure that has no goal."""
    ratio = str(product.over(beside)) if beside else ""
    return Line(row, what, str(product), _named(beside, named) if beside else "", ratio)


def number(value: float) -> str:
    """Write a figure with three digits that matter."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def _named(series: Series, named: str) -> str:
    return f"{named}: {series}" if named else str(series)
