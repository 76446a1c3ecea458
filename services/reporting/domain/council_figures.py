"""Benefit figures that councils made public, and what they come to: by type, unit and stage, never added together.

Whoever reads a total can read every figure that it is made of, so nothing that is hidden can be worked out from it. Of
fewer than five councils there is no total all the same. Councils stand in the order of the alphabet, never by value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.reporting.domain.adoption import MINIMUM_GROUP, TOO_FEW
from services.reporting.domain.benefits import TYPES
from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import Kind, Project, kind
from services.reporting.domain.words import state_in_words

STAGES = ("forecast", "claimed", "verified")


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A public figure as it stood at the date."""

    council: str
    profile: str
    period: str
    stage: str
    project: str
    type: str
    unit: str
    value: float
    effective_day: date


class FigureOfCouncil(Figure):
    """One council's own figure, which it made public."""

    council: str
    council_name: str
    profile: str
    project: str
    project_name: str
    period: str
    stage: str
    value: float
    effective: date


class StageFigures(Figure):
    """What the figures of one stage come to at `as_at`, and of how many councils; without a `value`, why not.

    `verified_instead` counts claims that are not among them, because the verified figure stands in their place.
    """

    stage: str
    value: float | None
    withheld: str | None
    councils: int
    figures: int
    verified_instead: int | None
    as_at: date


class CouncilBenefits(Figure):
    """The public figures of one type in one unit."""

    type: str
    name: str
    unit: str
    stages: list[StageFigures]
    figures: list[FigureOfCouncil]


def by_type(
    figures: Iterable[PublicFigure], projects: Iterable[Project], councils: Mapping[str, str], day: date
) -> Mapping[Kind, list[CouncilBenefits]]:
    """Return the public figures of each kind of project, by type and unit."""
    known = {one.project: one for one in projects}
    found: dict[Kind, dict[tuple[str, str], list[PublicFigure]]] = {
        "partnership": {},
        "neighbouring": {},
        "demonstration": {},
    }
    for one in figures:
        if one.project in known:
            found[kind(known[one.project])].setdefault((one.type, one.unit), []).append(one)
    names = {key: one.name for key, one in known.items()}
    return {
        of: [_benefits(key, groups[key], names, councils, day) for key in sorted(groups, key=_place)]
        for of, groups in found.items()
    }


def _place(key: tuple[str, str]) -> tuple[int, str, str]:
    return TYPES.index(key[0]) if key[0] in TYPES else len(TYPES), *key


def _benefits(
    key: tuple[str, str],
    group: Sequence[PublicFigure],
    projects: Mapping[str, str],
    councils: Mapping[str, str],
    day: date,
) -> CouncilBenefits:
    shown = [
        FigureOfCouncil(
            council=one.council,
            council_name=councils.get(one.council, one.council),
            profile=one.profile,
            project=one.project,
            project_name=projects[one.project],
            period=one.period,
            stage=one.stage,
            value=one.value,
            effective=one.effective_day,
        )
        for one in group
    ]
    shown.sort(key=lambda one: (one.council_name.casefold(), one.profile, one.period, STAGES.index(one.stage)))
    return CouncilBenefits(
        type=key[0],
        name=state_in_words(key[0]),
        unit=key[1],
        stages=[_stage(stage, group, day) for stage in STAGES],
        figures=shown,
    )


def _stage(stage: str, group: Sequence[PublicFigure], day: date) -> StageFigures:
    mine = [one for one in group if one.stage == stage]
    instead = 0
    if stage == "claimed":
        verified = {(one.council, one.profile, one.period) for one in group if one.stage == "verified"}
        instead = sum((one.council, one.profile, one.period) in verified for one in mine)
        mine = [one for one in mine if (one.council, one.profile, one.period) not in verified]
    councils = len({one.council for one in mine})
    enough = councils >= MINIMUM_GROUP
    return StageFigures(
        stage=stage,
        value=float(sum((Decimal(str(one.value)) for one in mine), Decimal())) if enough else None,
        withheld=TOO_FEW if mine and not enough else None,
        councils=councils,
        figures=len(mine),
        verified_instead=instead if stage == "claimed" else None,
        as_at=day,
    )
