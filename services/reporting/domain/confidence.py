"""How confident projects and others are in their delivery at a date: apart from each other, stale where nobody hears.

Every rating is told in words: a colour is never all there is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import Kind, Project, kind, stage
from services.reporting.domain.words import day_in_words

RatedBy = Literal["own", "independent"]
RATED_BY: tuple[RatedBy, ...] = ("own", "independent")
SHOWN = ("green", "amber", "red", "not-yet-rated", "stale")
IN_WORDS = {
    "green": "green: delivery appears likely",
    "amber": "amber: delivery appears feasible, with issues that need attention",
    "red": "red: delivery appears out of reach as things stand",
    "not-yet-rated": "not yet rated",
}


@dataclass(frozen=True, slots=True)
class RatingFact:
    """The rating that held at the date."""

    project: str
    kind: str
    rating: str
    by_role: str
    reason: str | None
    effective_day: date


@dataclass(frozen=True, slots=True)
class Hearing:
    """When projects were last heard by the date, and since when those are quiet that are."""

    last: Mapping[str, date]
    quiet: Mapping[str, date]


class ShownRating(Figure):
    """What is shown of a rating; `last` is the colour that was given last, on `effective`, also while it is stale."""

    shown: str
    in_words: str
    last: str | None
    effective: date | None
    by_role: str | None
    reason: str | None


class ProjectConfidence(Figure):
    """The confidence in one project: its own, and that of others."""

    project: str
    name: str
    own: ShownRating
    independent: ShownRating
    quiet_since: date | None
    last_update: date | None


class ConfidenceCounts(Figure):
    """How many of `projects` are shown as what; all that can be shown are named, also where there are none."""

    projects: int
    as_at: date
    own: dict[str, int]
    independent: dict[str, int]
    quiet: int


class ConfidenceGroup(Figure):
    """The projects of one kind that are under way, by name."""

    counts: ConfidenceCounts
    projects: list[ProjectConfidence]


def groups(
    projects: Iterable[Project], ratings: Iterable[RatingFact], heard: Hearing, day: date
) -> dict[Kind, ConfidenceGroup]:
    """Return the projects under way at a date, group by group, never ranked by how they do."""
    given = {(one.project, one.kind): one for one in ratings}
    kinds: dict[Kind, list[ProjectConfidence]] = {"partnership": [], "neighbouring": [], "demonstration": []}
    for project in projects:
        if stage(project, day) == "under-way":
            kinds[kind(project)].append(of_project(project, given, heard))
    return {of: _group(found, day) for of, found in kinds.items()}


def of_project(project: Project, given: Mapping[tuple[str, str], RatingFact], heard: Hearing) -> ProjectConfidence:
    """Return the confidence in one project; `given` holds ratings by project and by who rated."""
    quiet_since = heard.quiet.get(project.project)
    own, independent = (_shown(by, given.get((project.project, by)), quiet_since) for by in RATED_BY)
    return ProjectConfidence(
        project=project.project,
        name=project.name,
        own=own,
        independent=independent,
        quiet_since=quiet_since,
        last_update=heard.last.get(project.project),
    )


def _shown(by: RatedBy, fact: RatingFact | None, quiet_since: date | None) -> ShownRating:
    """Show a rating: stale while the project is quiet, but for what others have said since."""
    said_since = by == "independent" and quiet_since is not None and (fact is None or fact.effective_day >= quiet_since)
    last = fact.rating if fact else "not-yet-rated"
    stale = quiet_since is not None and not said_since
    words = IN_WORDS.get(last, last)
    if stale and quiet_since is not None:
        before = f"last {last} on {day_in_words(fact.effective_day)}" if fact else "never rated before"
        words = f"stale: no update since it was awaited, quiet since {day_in_words(quiet_since)}; {before}"
    return ShownRating(
        shown="stale" if stale else last,
        in_words=words,
        last=fact.rating if fact else None,
        effective=fact.effective_day if fact else None,
        by_role=fact.by_role if fact else None,
        reason=fact.reason if fact else None,
    )


def _group(found: Sequence[ProjectConfidence], day: date) -> ConfidenceGroup:
    own, independent = ([getattr(one, by).shown for one in found] for by in RATED_BY)
    counts = ConfidenceCounts(
        projects=len(found),
        as_at=day,
        own={shown: own.count(shown) for shown in SHOWN},
        independent={shown: independent.count(shown) for shown in SHOWN},
        quiet=sum(one.quiet_since is not None for one in found),
    )
    return ConfidenceGroup(counts=counts, projects=sorted(found, key=lambda one: (one.name.casefold(), one.project)))
