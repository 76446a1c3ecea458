"""How many requests for work councils were asked at a date, and how they stood; no council is named or counted out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import Kind, Project, kind

State = Literal["open", "answered", "done", "cancelled"]
STATES: tuple[State, ...] = ("open", "answered", "done", "cancelled")
PRIORITIES = ("must", "should", "could")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it stood at the date: how many councils it asks, and how many answered what."""

    request: str
    project: str
    councils: int
    priority: str
    due: date
    answered: int
    accepted: int
    done: int
    cancelled: bool


class WorkRequestCounts(Figure):
    """How many of `requests` stood how at `as_at`; `overdue` of the open ones are past their due day."""

    requests: int
    as_at: date
    open: int
    answered: int
    done: int
    cancelled: int
    overdue: int


class PriorityCounts(Figure):
    """The requests of one priority: must, should or could."""

    priority: str
    counts: WorkRequestCounts


class ProjectRequests(Figure):
    """The requests of one project."""

    project: str
    name: str
    counts: WorkRequestCounts


class WorkRequestGroup(Figure):
    """The requests of the projects of one kind, by priority and by project."""

    counts: WorkRequestCounts
    priorities: list[PriorityCounts]
    projects: list[ProjectRequests]


def state(request: Request) -> State:
    """Return how a request stands: answered by all, and done once all that was accepted is."""
    if request.cancelled:
        return "cancelled"
    if request.answered < request.councils:
        return "open"
    return "done" if request.done and not request.accepted else "answered"


def groups(projects: Iterable[Project], requests: Iterable[Request], day: date) -> dict[Kind, WorkRequestGroup]:
    """Return the requests of a date, by kind of project; one whose project is not known counts as the Partnership's."""
    known = {project.project: project for project in projects}
    kinds: dict[Kind, list[Request]] = {"partnership": [], "neighbouring": [], "demonstration": []}
    for request in requests:
        of = known.get(request.project)
        kinds[kind(of) if of else "partnership"].append(request)
    return {of: _group(found, known, day) for of, found in kinds.items()}


def _group(requests: Sequence[Request], known: Mapping[str, Project], day: date) -> WorkRequestGroup:
    of_project: dict[str, list[Request]] = {}
    for request in requests:
        of_project.setdefault(request.project, []).append(request)
    named = [(known[key].name if key in known else key, key) for key in of_project]
    return WorkRequestGroup(
        counts=_counts(requests, day),
        priorities=[
            PriorityCounts(priority=one, counts=_counts([two for two in requests if two.priority == one], day))
            for one in PRIORITIES
        ],
        projects=[
            ProjectRequests(project=key, name=name, counts=_counts(of_project[key], day))
            for name, key in sorted(named, key=lambda one: (one[0].casefold(), one[1]))
        ],
    )


def _counts(requests: Sequence[Request], day: date) -> WorkRequestCounts:
    states = [state(request) for request in requests]
    late = [now == "open" and request.due < day for request, now in zip(requests, states, strict=True)]
    return WorkRequestCounts(
        requests=len(requests),
        as_at=day,
        open=states.count("open"),
        answered=states.count("answered"),
        done=states.count("done"),
        cancelled=states.count("cancelled"),
        overdue=sum(late),
    )
