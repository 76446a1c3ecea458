"""The days worth looking at: when the programme entered a phase, and when a release closed."""

from collections.abc import Iterable
from datetime import date

from services.reporting.domain.moments import Figure
from services.reporting.domain.programme import PhaseFact
from services.reporting.domain.releases import Facts
from services.reporting.domain.words import in_words, state_in_words


class Milestone(Figure):
    day: date
    what: str


def milestones(phases: Iterable[PhaseFact], releases: Iterable[Facts], until: date) -> list[Milestone]:
    """Return the days in their order; what happened on the same day stands together."""
    found: dict[date, tuple[list[str], str]] = {}
    for fact in phases:
        if not fact.expected and fact.effective_day <= until:
            name = state_in_words(fact.phase)
            found.setdefault(fact.effective_day, ([], fact.effective))[0].append(f"{name.capitalize()} began")
    for release in releases:
        if release.closing and release.closing.day <= until:
            found.setdefault(release.closing.day, ([], release.closing.closed_on))[0].append(f"{release.name} closed")
    return [
        Milestone(day=day, what=f"{' and '.join(what)}, {in_words(on)}") for day, (what, on) in sorted(found.items())
    ]
