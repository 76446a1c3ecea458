"""Where the programme as a whole stood at a date: its phase, and the benefits that were reported, each by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.reporting.domain.moments import Figure


@dataclass(frozen=True, slots=True)
class PhaseFact:
    """The programme entered a phase; or (`expected`) somebody expected it to."""

    phase: str
    expected: bool
    effective: str
    source: str | None
    effective_day: date
    recorded_at: datetime
    sequence: int


class ProgrammePhase(Figure):
    phase: str
    since: str
    source: str | None = None


class ProgrammePhases(Figure):
    """The phase the programme was in, null when not recorded; those before; and those that were expected by then."""

    phase: ProgrammePhase | None
    expected: list[ProgrammePhase]
    before: list[ProgrammePhase]


class Benefit(Figure):
    """A figure as its source has it: never added to another, never shared out."""

    benefit: str
    project: str
    statement: str
    type: str | None
    amount_gbp: int
    basis: str | None


def phases(facts: Iterable[PhaseFact], day: date) -> ProgrammePhases:
    """Return where the programme stood on a day."""
    then = [fact for fact in facts if fact.effective_day <= day]
    then.sort(key=lambda fact: (fact.effective_day, fact.recorded_at, fact.sequence))
    begun = {fact.phase: fact for fact in then if not fact.expected}
    in_order = sorted(begun.values(), key=lambda fact: (fact.effective_day, fact.recorded_at, fact.sequence))
    expected = {fact.phase: fact for fact in then if fact.expected and fact.phase not in begun}
    return ProgrammePhases(
        phase=_shown(in_order[-1]) if in_order else None,
        expected=[_shown(fact) for fact in expected.values()],
        before=[_shown(fact) for fact in in_order[:-1]],
    )


def _shown(fact: PhaseFact) -> ProgrammePhase:
    return ProgrammePhase(phase=fact.phase, since=fact.effective, source=fact.source)
