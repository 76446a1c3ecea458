"""How far each released deliverable has been taken up: a share of the members at the date, never council by council."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.reporting.domain.membership import Denominator
from services.reporting.domain.moments import Figure

STATES = (
    "invited", "considering", "planned", "adopting", "embedded", "in-use", "adapted", "declined", "withdrawn",
)  # fmt: skip
IN_USE = ("embedded", "in-use", "adapted")
"""The states that count as in use; a council that is still adopting does not."""

MINIMUM_GROUP = 5
"""A figure about fewer councils than this would come close to telling what one of them does."""
TOO_FEW = "too few to show"


@dataclass(frozen=True, slots=True)
class LineCount:
    """How many councils' lines of a deliverable are in a state."""

    deliverable: str
    release: str
    demonstration: bool
    state: str
    councils: int


@dataclass(frozen=True, slots=True)
class Named:
    """What a deliverable is called at the date, and whose it is."""

    name: str
    project: str


class Share(Figure):
    """A share never comes without what it is taken of and the date it is true at. `denominator` null: not recorded."""

    numerator: int
    denominator: int | None
    as_at: date


class Adoption(Figure):
    """The adoption of one deliverable. Where `withheld` says why, its figures are not shown."""

    deliverable: str
    name: str
    project: str | None
    release: str
    demonstration: bool
    in_use: Share | None = None
    offered_to: int | None = None
    states: dict[str, int] | None = None
    withheld: str | None = None


class Taken(Figure):
    """How many of the deliverables that were offered are in use in at least one council."""

    deliverables: int
    in_use_somewhere: int
    withheld: int


def adoptions(
    counts: Iterable[LineCount], names: Mapping[str, Named], denominator: Denominator, day: date
) -> list[Adoption]:
    """Return the adoption of every deliverable that was offered, by release and then by name, never by success."""
    states: dict[tuple[str, str, bool], dict[str, int]] = {}
    for count in counts:
        of_one = states.setdefault((count.release, count.deliverable, count.demonstration), {})
        of_one[count.state] = of_one.get(count.state, 0) + count.councils
    found = [
        _adoption(release, deliverable, names.get(deliverable), of_one, denominator, day, demonstration=demonstration)
        for (release, deliverable, demonstration), of_one in states.items()
    ]
    return sorted(found, key=lambda one: (one.demonstration, one.release, one.name.casefold(), one.deliverable))


def _adoption(
    release: str,
    deliverable: str,
    named: Named | None,
    states: Mapping[str, int],
    denominator: Denominator,
    day: date,
    *,
    demonstration: bool,
) -> Adoption:
    offered = sum(states.values())
    about = Adoption(
        deliverable=deliverable,
        name=named.name if named else deliverable,
        project=named.project if named else None,
        release=release,
        demonstration=demonstration,
    )
    group = offered if denominator.councils is None else min(offered, denominator.councils)
    if group < MINIMUM_GROUP:
        return about.model_copy(update={"withheld": TOO_FEW})
    share = Share(numerator=sum(states.get(state, 0) for state in IN_USE), denominator=denominator.councils, as_at=day)
    ordered = {state: states[state] for state in (*STATES, *sorted(set(states) - set(STATES))) if states.get(state)}
    return about.model_copy(update={"in_use": share, "offered_to": offered, "states": ordered})


def taken(found: Iterable[Adoption]) -> Taken:
    """Return how many deliverables are in use anywhere; those whose figures are withheld are only counted."""
    every = list(found)
    return Taken(
        deliverables=len(every),
        in_use_somewhere=sum(1 for one in every if one.in_use and one.in_use.numerator),
        withheld=sum(1 for one in every if one.withheld),
    )
