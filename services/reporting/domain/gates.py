"""What was decided at gates by a date, what is still to be done of it, what was overridden, and how plans held.

Whether a condition is overdue follows from its due date; nothing has to be told for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

from services.reporting.domain.adoption import Share
from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import Kind, Lifecycles, Phase, Project, kind
from shared.values import last_day

OUTCOMES = ("go", "go-with-conditions", "hold", "stop")
State = Literal["open", "overdue", "met", "waived"]


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A role decided at a gate."""

    project: str
    decision: str
    outcome: str
    by_role: str
    phase: str | None
    criteria: int
    criteria_met: int
    override: Mapping[str, Any] | None
    effective_day: date


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition, and how it had been settled by the date, if it had."""

    project: str
    condition: str
    decision: str
    phase: str | None
    text: str
    owner_role: str
    due_day: date
    settlement: str | None
    settled_day: date | None


@dataclass(frozen=True, slots=True)
class EntryFact:
    """A project first entered a phase at a gate."""

    project: str
    phase: str
    effective_day: date


F = TypeVar("F", DecisionFact, ConditionFact, EntryFact)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was told of gates by the date; `plans` holds the plan of each project that was in force."""

    decisions: Sequence[DecisionFact]
    conditions: Sequence[ConditionFact]
    entries: Sequence[EntryFact]
    plans: Mapping[str, Sequence[Mapping[str, str]]]


class Condition(Figure):
    """A condition that is neither met nor waived."""

    condition: str
    text: str
    owner_role: str
    due: date
    state: State
    days_overdue: int | None


class Override(Figure):
    """What a role let pass that the rules would have refused: `of` names the refusals."""

    decision: str
    effective: date
    phase: str | None
    by_role: str
    reason: str
    of: list[str]


class PhaseDates(Figure):
    """When a phase was planned to be entered, and when it was; `days_late` below zero is early, null not known."""

    phase: str
    name: str
    planned: str | None
    actual: date | None
    days_late: int | None


class GateCounts(Figure):
    """Decisions by outcome, conditions by state, overrides, and how many phases were entered when they were planned.

    `met_in_time` is of the conditions whose due date had passed; `entered_as_planned` of the phases entered that were
    planned; `criteria_met` of all criteria at the gates decided on.
    """

    projects: int
    decisions: dict[str, int]
    conditions: dict[str, int]
    met_in_time: Share
    criteria_met: Share
    overrides: int
    entered_as_planned: Share
    days_late: int


class ProjectGates(Figure):
    """The gates of one project."""

    project: str
    name: str
    counts: GateCounts
    unsettled: list[Condition]
    overrides: list[Override]
    phases: list[PhaseDates]


class GateGroup(Figure):
    """The projects of one kind of which anything was decided or planned, by name, and all together."""

    counts: GateCounts
    projects: list[ProjectGates]


def groups(projects: Iterable[Project], told: Facts, lifecycles: Lifecycles, day: date) -> dict[Kind, GateGroup]:
    """Return the gates of every project by kind, never ranked by how they do."""
    kinds: dict[Kind, list[tuple[Project, Facts]]] = {"partnership": [], "neighbouring": [], "demonstration": []}
    by_project = _by_project(told)
    for project in sorted(projects, key=lambda one: (one.name.casefold(), one.project)):
        if project.project in by_project:
            kinds[kind(project)].append((project, by_project[project.project]))
    return {of: _group(found, lifecycles, day) for of, found in kinds.items()}


def state(fact: ConditionFact, day: date) -> State:
    """Return the state of a condition at a date."""
    if fact.settlement is not None:
        return "met" if fact.settlement == "met" else "waived"
    return "overdue" if fact.due_day < day else "open"


def _group(found: Sequence[tuple[Project, Facts]], lifecycles: Lifecycles, day: date) -> GateGroup:
    listed = [_project(project, mine, lifecycles, day) for project, mine in found]
    everything = Facts(
        decisions=[fact for _, mine in found for fact in mine.decisions],
        conditions=[fact for _, mine in found for fact in mine.conditions],
        entries=(),
        plans={},
    )
    dates = [one for project in listed for one in project.phases]
    return GateGroup(counts=_counts(len(listed), everything, dates, day), projects=listed)


def _project(project: Project, mine: Facts, lifecycles: Lifecycles, day: date) -> ProjectGates:
    dates = _dates(project, mine, lifecycles)
    still = [one for one in mine.conditions if state(one, day) in {"open", "overdue"}]
    return ProjectGates(
        project=project.project,
        name=project.name,
        counts=_counts(1, mine, dates, day),
        unsettled=[
            Condition(
                condition=one.condition,
                text=one.text,
                owner_role=one.owner_role,
                due=one.due_day,
                state=state(one, day),
                days_overdue=(day - one.due_day).days if one.due_day < day else None,
            )
            for one in sorted(still, key=lambda one: (one.due_day, one.condition))
        ],
        overrides=[
            Override(decision=one.decision, effective=one.effective_day, phase=one.phase, **one.override)
            for one in sorted(mine.decisions, key=lambda one: one.effective_day)
            if one.override
        ],
        phases=dates,
    )


def _dates(project: Project, mine: Facts, lifecycles: Lifecycles) -> list[PhaseDates]:
    planned = {one["phase"]: one["planned"] for one in mine.plans.get(project.project, ())}
    entered: dict[str, date] = {}
    for entry in sorted(mine.entries, key=lambda one: one.effective_day):
        entered.setdefault(entry.phase, entry.effective_day)

    def named(phase: str) -> Phase:
        known = lifecycles.get((project.lifecycle or "", project.lifecycle_number or 0, phase))
        return known or Phase(phase, 0)

    listed = sorted(planned.keys() | entered.keys(), key=lambda phase: (named(phase).position, phase))
    return [
        PhaseDates(
            phase=phase,
            name=named(phase).name,
            planned=planned.get(phase),
            actual=entered.get(phase),
            days_late=(entered[phase] - last_day(planned[phase])).days
            if phase in planned and phase in entered
            else None,
        )
        for phase in listed
    ]


def _counts(projects: int, told: Facts, dates: Sequence[PhaseDates], day: date) -> GateCounts:
    outcomes = [one.outcome for one in told.decisions]
    states = [state(one, day) for one in told.conditions]
    due = [one for one in told.conditions if one.due_day < day]
    late = [one.days_late for one in dates if one.days_late is not None]
    in_time = sum(one.settlement == "met" and (one.settled_day or day) <= one.due_day for one in due)
    return GateCounts(
        projects=projects,
        decisions={one: outcomes.count(one) for one in OUTCOMES},
        conditions={one: states.count(one) for one in ("open", "overdue", "met", "waived")},
        met_in_time=Share(numerator=in_time, denominator=len(due), as_at=day),
        criteria_met=Share(
            numerator=sum(one.criteria_met for one in told.decisions),
            denominator=sum(one.criteria for one in told.decisions),
            as_at=day,
        ),
        overrides=sum(one.override is not None for one in told.decisions),
        entered_as_planned=Share(numerator=sum(one <= 0 for one in late), denominator=len(late), as_at=day),
        days_late=sum(one for one in late if one > 0),
    )


def _by_project(told: Facts) -> dict[str, Facts]:
    decisions, conditions, entries = _bucketed(told.decisions), _bucketed(told.conditions), _bucketed(told.entries)
    return {
        project: Facts(
            decisions=decisions.get(project, ()),
            conditions=conditions.get(project, ()),
            entries=entries.get(project, ()),
            plans={project: told.plans[project]} if project in told.plans else {},
        )
        for project in decisions.keys() | entries.keys() | told.plans.keys()
    }


def _bucketed(facts: Iterable[F]) -> dict[str, list[F]]:
    found: dict[str, list[F]] = {}
    for fact in facts:
        found.setdefault(fact.project, []).append(fact)
    return found
