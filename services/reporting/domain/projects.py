"""One project at a date: its places in portfolios, its phases as planned and as they came, and what it hands over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.reporting.domain import calls, portfolios
from services.reporting.domain.calls import State as CallState
from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import Lifecycles
from services.reporting.domain.portfolios import PortfolioFact


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A project came to a portfolio, for good or until another day."""

    portfolio: str
    effective: str | None
    effective_day: date
    ends: str | None
    ends_day: date | None
    reading_of_ours: bool
    recorded_at: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class EntryFact:
    """A project entered a phase."""

    lifecycle: str
    lifecycle_number: int
    phase: str
    effective: str | None
    effective_day: date


class CouncilNamed(Figure):
    council: str
    name: str


class People(Figure):
    """Who leads a project and who takes part; null is not recorded, and so is a list with nobody in it."""

    lead_councils: list[CouncilNamed]
    other_leads: list[str]
    participants: int | None
    participant_councils: list[CouncilNamed]
    other_participants: list[str]


class Place(Figure):
    """A project's place in a portfolio. `until` is null while it `holds`, and where its end is not recorded."""

    portfolio: str
    name: str
    grouping: str | None
    since: str
    until: str | None
    holds: bool
    reading_of_ours: bool
    source: str | None


class PhaseOfProject(Figure):
    """A phase of the template that the project follows; `now` is the one it is in."""

    phase: str
    name: str
    planned: str | None
    entered: str | None
    now: bool


class DeliverableOfProject(Figure):
    """What the project hands over, in its state at the date, and its latest version then."""

    deliverable: str
    name: str
    state: str | None
    since: str | None
    reason: str | None
    successor: str | None
    successor_name: str | None
    version: str | None
    version_since: str | None
    link: str | None


class CallOfProject(Figure):
    """A call for participation of the project; its pack says what is asked."""

    call: str
    pack: str
    title: str
    state: CallState
    deadline: date


def call(call: str, title: str, deadline: date, cause: str | None) -> CallOfProject:
    """Return a call; `cause` is why it takes no more answers, if it does not."""
    pack = f"/api/v1/calls/{call}/pack"
    return CallOfProject(call=call, pack=pack, title=title, state=calls.state(cause), deadline=deadline)


def people(told: Mapping[str, Any] | None, names: Mapping[str, str]) -> People:
    """Return who leads and who takes part, councils by the names they have at the date."""
    have = told or {}

    def councils(kind: str) -> list[CouncilNamed]:
        return [CouncilNamed(council=key, name=names.get(key, key)) for key in have.get(kind) or ()]

    return People(
        lead_councils=councils("lead_councils"),
        other_leads=list(have.get("other_leads") or ()),
        participants=have.get("participants"),
        participant_councils=councils("participant_councils"),
        other_participants=list(have.get("other_participants") or ()),
    )


def places(facts: Iterable[PlaceFact], told: Sequence[PortfolioFact], day: date) -> list[Place]:
    """Return every place that a project had come to by a day, in the order of time."""
    # the same place from the same day, told again, puts it right
    latest = {
        (fact.portfolio, fact.effective_day): fact
        for fact in sorted(facts, key=lambda fact: (fact.recorded_at, fact.sequence))
    }
    opened = {fact.portfolio: fact for fact in sorted(told, key=lambda fact: fact.told) if fact.opened}
    in_force = {one.portfolio for one in portfolios.in_force(told, day)}
    found = []
    for fact in sorted(latest.values(), key=lambda fact: (fact.effective_day, fact.recorded_at, fact.sequence)):
        portfolio = opened.get(fact.portfolio)
        ended = fact.ends_day is not None and fact.ends_day <= day
        until = fact.ends or str(fact.ends_day) if ended else None
        if until is None and fact.portfolio not in in_force:
            last = portfolios.end(told, fact.portfolio)
            until = last.isoformat() if last else None
        found.append(
            Place(
                portfolio=fact.portfolio,
                name=portfolio.name or fact.portfolio if portfolio else fact.portfolio,
                grouping=portfolio.grouping if portfolio else None,
                since=fact.effective or fact.effective_day.isoformat(),
                until=until,
                holds=not ended and fact.portfolio in in_force,
                reading_of_ours=fact.reading_of_ours,
                source=portfolio.source if portfolio else None,
            )
        )
    return found


def phases(
    entries: Sequence[EntryFact],
    follows: tuple[str, int] | None,
    lifecycles: Lifecycles,
    planned: Mapping[str, str],
) -> list[PhaseOfProject]:
    """Return the phases of the template in their order, after those that the project was in by another template."""
    entered: dict[str, EntryFact] = {}
    for entry in entries:
        entered.setdefault(entry.phase, entry)
    now = entries[-1].phase if entries else None
    template = sorted(
        (phase.position, key, phase.name)
        for (lifecycle, number, key), phase in lifecycles.items()
        if (lifecycle, number) == follows
    )
    names = {key: name for _, key, name in template}
    listed = [(one.phase, _named(one, lifecycles)) for one in entered.values() if one.phase not in names]
    return [
        PhaseOfProject(
            phase=key,
            name=name,
            planned=planned.get(key),
            entered=_on(entered[key]) if key in entered else None,
            now=key == now,
        )
        for key, name in [*listed, *names.items()]
    ]


def _named(entry: EntryFact, lifecycles: Lifecycles) -> str:
    known = lifecycles.get((entry.lifecycle, entry.lifecycle_number, entry.phase))
    return known.name if known else entry.phase


def _on(entry: EntryFact) -> str:
    return entry.effective or entry.effective_day.isoformat()
