"""Benefits as they stood at a date, type by type: no type is added to another, and no value to another value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import Kind, Project, kind
from services.reporting.domain.words import state_in_words

TYPES = ("cash-releasing", "cost-avoidance", "quantitative", "qualitative", "dis-benefit", None)
"""Every type, in the order in which they are shown; none is not recorded."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A benefit profile at a date, with how many of its measures were due and not there, and the latest that was."""

    benefit: str
    project: str
    statement: str
    type: str | None
    amount_gbp: int | None
    basis: str | None
    owner_role: str | None
    measure: str | None
    unit: str | None
    attribution: dict[str, Any] | None
    baseline: float | None
    baseline_at: str | None
    target: float | None
    target_at: str | None
    period: date | None
    value: float | None
    by_role: str | None
    effective_day: date | None
    corrects: int | None
    due: int
    overdue: int


class Value(Figure):
    """A value with the day it is, or is to be, true at."""

    value: float
    date: str


class Attribution(Figure):
    """How much of what is measured the project accounts for."""

    kind: str
    percentage: float | None
    rule: str


class Measured(Figure):
    """What was measured for the latest period that was; `corrected` if it put an earlier measure right."""

    period: date
    value: float
    by_role: str
    effective: date
    corrected: bool


class Way(Figure):
    """How far a benefit has come from its baseline (`numerator`) on its way to its target (`denominator`)."""

    numerator: float
    denominator: float
    as_at: date


class BenefitStanding(Figure):
    """One benefit: what it is to come to, what was measured last, and how many of its measures are missing."""

    benefit: str
    project: str
    project_name: str
    statement: str
    owner_role: str | None
    measure: str | None
    unit: str | None
    amount_gbp: int | None
    basis: str | None
    attribution: Attribution | None
    baseline: Value | None
    target: Value | None
    latest: Measured | None
    way: Way | None
    due: int
    overdue: int


class BenefitType(Figure):
    """The benefits of one type, counted; `due` and `overdue` count measures that are missing."""

    type: str | None
    name: str
    profiles: int
    with_target: int
    measured: int
    due: int
    overdue: int
    benefits: list[BenefitStanding]


def by_type(profiles: Iterable[Profile], projects: Iterable[Project], day: date) -> Mapping[Kind, list[BenefitType]]:
    """Return the benefits of each kind of project, type by type."""
    known = {one.project: one for one in projects}
    found: dict[Kind, list[Profile]] = {"partnership": [], "neighbouring": [], "demonstration": []}
    for one in profiles:
        if one.project in known:
            found[kind(known[one.project])].append(one)
    names = {key: one.name for key, one in known.items()}
    return {of: _types(some, names, day) for of, some in found.items()}


def way(profile: Profile, day: date) -> Way | None:
    """Return how far the latest measure is from the baseline to the target, where all three are known."""
    if profile.value is None or profile.baseline is None or profile.target is None:
        return None
    whole = _difference(profile.target, profile.baseline)
    return Way(numerator=_difference(profile.value, profile.baseline), denominator=whole, as_at=day) if whole else None


def _types(profiles: Iterable[Profile], names: Mapping[str, str], day: date) -> list[BenefitType]:
    of: dict[str | None, list[BenefitStanding]] = {}
    for one in profiles:
        of.setdefault(one.type, []).append(_standing(one, names.get(one.project, one.project), day))
    return [_type(name, of[name]) for name in TYPES if name in of]


def _type(name: str | None, benefits: list[BenefitStanding]) -> BenefitType:
    return BenefitType(
        type=name,
        name=state_in_words(name),
        profiles=len(benefits),
        with_target=sum(one.target is not None for one in benefits),
        measured=sum(one.latest is not None for one in benefits),
        due=sum(one.due for one in benefits),
        overdue=sum(one.overdue for one in benefits),
        benefits=sorted(benefits, key=lambda one: (one.project_name.casefold(), one.benefit)),
    )


def _standing(one: Profile, name: str, day: date) -> BenefitStanding:
    latest = None
    if one.period is not None and one.value is not None and one.effective_day is not None:
        latest = Measured(
            period=one.period,
            value=one.value,
            by_role=one.by_role or "",
            effective=one.effective_day,
            corrected=one.corrects is not None,
        )
    return BenefitStanding(
        benefit=one.benefit,
        project=one.project,
        project_name=name,
        statement=one.statement,
        owner_role=one.owner_role,
        measure=one.measure,
        unit=one.unit,
        amount_gbp=one.amount_gbp,
        basis=one.basis,
        attribution=Attribution(**one.attribution) if one.attribution else None,
        baseline=_value(one.baseline, one.baseline_at),
        target=_value(one.target, one.target_at),
        latest=latest,
        way=way(one, day),
        due=one.due,
        overdue=one.overdue,
    )


def _value(value: float | None, at: str | None) -> Value | None:
    return Value(value=value, date=at) if value is not None and at is not None else None


def _difference(one: float, other: float) -> float:
    """Return a difference without what binary fractions add to it."""
    return round(one - other, 6)
