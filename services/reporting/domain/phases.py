"""How many projects stood in which phase of their lifecycle at a date, in the portfolios of that date.

The Partnership's own projects, those of neighbouring programmes and those for demonstration are never added together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.domain.moments import Figure
from services.reporting.domain.portfolios import Portfolio
from services.reporting.domain.words import NOT_RECORDED

OWN = "digital-partnership"
Kind = Literal["partnership", "neighbouring", "demonstration"]
Stage = Literal["under-way", "ended", "not-begun", "beginning-not-recorded"]


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it stood at a date; `phase` None is not recorded.

    `seen_from` is the first day on which a placement or a phase shows it at work.
    """

    project: str
    name: str
    programme: str
    demonstration: bool
    registered_day: date
    starts_day: date | None
    ends_day: date | None
    seen_from: date | None
    lifecycle: str | None
    lifecycle_number: int | None
    phase: str | None
    closed_day: date | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of a lifecycle template: what it is called, and its place in the order."""

    name: str
    position: int


Lifecycles = Mapping[tuple[str, int, str], Phase]
"""Every phase there is, by lifecycle, number of its version, and key."""


class ProjectInPhase(Figure):
    project: str
    name: str
    phase: str | None
    phase_name: str


class PhaseCount(Figure):
    """How many projects stood in a phase; `phase` null is not recorded."""

    lifecycle: str | None
    phase: str | None
    name: str
    projects: int


class PortfolioFigures(Figure):
    """The projects of one portfolio; of none where `portfolio` is null."""

    portfolio: str | None
    name: str
    grouping: str | None
    source: str | None
    count: int
    phases: list[PhaseCount]
    projects: list[ProjectInPhase]


class Group(Figure):
    """Projects that are counted together. `under_way` is the sum over the phases, and over the portfolios.

    Of those that `ended`, some are known to have `delivered` or to have been `stopped`: of the rest nobody said.
    """

    under_way: int
    ended: int
    not_begun: int
    beginning_not_recorded: int
    delivered: int = 0
    stopped: int = 0
    phases: list[PhaseCount]
    portfolios: list[PortfolioFigures]


class Groups(Figure):
    """The three kinds of project, each counted apart."""

    partnership: Group
    neighbouring: Group
    demonstration: Group


def stage(project: Project, day: date) -> Stage:
    """Return whether a project was at work on a day, as far as its facts tell."""
    if project.closed_day is not None and project.closed_day <= day:
        return "ended"
    if project.ends_day is not None and project.ends_day < day:
        return "ended"
    if any(begun is not None and begun <= day for begun in (project.starts_day, project.seen_from)):
        return "under-way"
    if project.starts_day is not None:
        return "not-begun"
    # nothing says when it began: since it entered the register it counts, before that nobody can tell
    return "under-way" if project.registered_day <= day else "beginning-not-recorded"


def kind(project: Project) -> Kind:
    """Return with which other projects a project is counted."""
    if project.demonstration:
        return "demonstration"
    return "partnership" if project.programme == OWN else "neighbouring"


def groups(
    projects: Iterable[Project],
    places: Mapping[str, str],
    portfolios: Sequence[Portfolio],
    lifecycles: Lifecycles,
    day: date,
) -> Groups:
    """Return the projects of a day, group by group."""
    kinds: dict[Kind, list[Project]] = {"partnership": [], "neighbouring": [], "demonstration": []}
    for project in projects:
        kinds[kind(project)].append(project)
    empty = {portfolio.portfolio for portfolio in portfolios} - set(places.values())
    return Groups(
        **{
            of: _group(found, places, portfolios, lifecycles, day, shown=empty if of == "partnership" else set())
            for of, found in kinds.items()
        }
    )


def _group(
    projects: Sequence[Project],
    places: Mapping[str, str],
    portfolios: Sequence[Portfolio],
    lifecycles: Lifecycles,
    day: date,
    *,
    shown: set[str],
) -> Group:
    stages = [stage(project, day) for project in projects]
    at_work = [project for project, is_at in zip(projects, stages, strict=True) if is_at == "under-way"]
    outcomes = [one.outcome for one in projects if one.closed_day is not None and one.closed_day <= day]
    of_portfolio: dict[str | None, list[Project]] = {}
    for project in at_work:
        of_portfolio.setdefault(places.get(project.project), []).append(project)
    figures = [
        _portfolio(portfolio, of_portfolio.get(portfolio.portfolio, []), lifecycles)
        for portfolio in portfolios
        if portfolio.portfolio in of_portfolio or portfolio.portfolio in shown
    ]
    if None in of_portfolio:
        figures.append(_portfolio(None, of_portfolio[None], lifecycles))
    return Group(
        under_way=len(at_work),
        ended=stages.count("ended"),
        not_begun=stages.count("not-begun"),
        beginning_not_recorded=stages.count("beginning-not-recorded"),
        delivered=outcomes.count("delivered"),
        stopped=outcomes.count("stopped"),
        phases=_counts(at_work, lifecycles),
        portfolios=figures,
    )


def _portfolio(portfolio: Portfolio | None, projects: Sequence[Project], lifecycles: Lifecycles) -> PortfolioFigures:
    by_name = sorted(projects, key=lambda project: (project.name.casefold(), project.project))
    return PortfolioFigures(
        portfolio=portfolio.portfolio if portfolio else None,
        name=portfolio.name if portfolio else "In no portfolio at this date",
        grouping=portfolio.grouping if portfolio else None,
        source=portfolio.source if portfolio else None,
        count=len(projects),
        phases=_counts(projects, lifecycles),
        projects=[
            ProjectInPhase(
                project=project.project,
                name=project.name,
                phase=project.phase,
                phase_name=_phase(project, lifecycles).name,
            )
            for project in by_name
        ],
    )


def _counts(projects: Iterable[Project], lifecycles: Lifecycles) -> list[PhaseCount]:
    """Return the phases that any of these projects is in, in the order of their lifecycles, not recorded last."""
    found: dict[tuple[str, int, str, str], int] = {}
    for project in projects:
        phase = _phase(project, lifecycles)
        key = (project.lifecycle or "", phase.position, project.phase or "", phase.name) if project.phase else _NOWHERE
        found[key] = found.get(key, 0) + 1
    return [
        PhaseCount(lifecycle=lifecycle or None, phase=phase or None, name=name, projects=number)
        for (lifecycle, _, phase, name), number in sorted(
            found.items(), key=lambda item: (item[0] == _NOWHERE, item[0])
        )
    ]


_NOWHERE = ("", 0, "", NOT_RECORDED)


def _phase(project: Project, lifecycles: Lifecycles) -> Phase:
    if project.phase is None:
        return Phase(NOT_RECORDED, 0)
    known = lifecycles.get((project.lifecycle or "", project.lifecycle_number or 0, project.phase))
    return known or Phase(project.phase, 0)
