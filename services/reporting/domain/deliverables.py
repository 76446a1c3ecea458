"""Deliverables at a date: the state and version of each, what took its place, and who acknowledged its end."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.reporting.domain.adoption import MINIMUM_GROUP, TOO_FEW, Named, Share
from services.reporting.domain.moments import Figure
from services.reporting.domain.phases import OWN, Kind

STATES = ("live", "beta", "in-progress", "planned", "superseded", "withdrawn")
ENDED = ("superseded", "withdrawn")


@dataclass(frozen=True, slots=True)
class StateFact:
    """A deliverable came to a state; `since` None: it was found in it."""

    deliverable: str
    state: str
    since: str | None
    successor: str | None
    reason: str | None
    acknowledge_by: str | None


@dataclass(frozen=True, slots=True)
class VersionFact:
    """The latest version of a deliverable, and how many it has had."""

    version: str
    published: str
    link: str | None
    sha256: str | None
    versions: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What one council, which is not named here, was asked last about one end of a deliverable; and what came of it."""

    deliverable: str
    ended_as: str
    acknowledged: bool
    lapsed: bool
    level: str | None


class Successor(Figure):
    deliverable: str
    name: str


class Deliverable(Figure):
    """A deliverable; what is null is not recorded. `version` is the latest of `versions` that were published."""

    deliverable: str
    name: str
    project: str
    state: str | None
    since: str | None
    reason: str | None
    successor: Successor | None
    acknowledge_by: str | None
    version: str | None
    version_published: str | None
    link: str | None
    sha256: str | None
    versions: int


class DeliverableGroup(Figure):
    """Deliverables by name, and how many are in which state; `not_recorded` are in none."""

    states: dict[str, int]
    not_recorded: int
    deliverables: list[Deliverable]


class Withdrawal(Figure):
    """The end of a deliverable, and how many of the councils that had adopted it have acknowledged that.

    Of those asked, `acknowledged` have, `lapsed` had nothing left to acknowledge, and `waiting` are still asked;
    `raised` says how many of these have risen to which role, and no further. Where `withheld` says why, the councils
    asked are too few to be counted here without nearly naming one.
    """

    deliverable: str
    name: str
    project: str
    state: str
    since: str | None
    reason: str | None
    successor: Successor | None
    acknowledge_by: str | None
    asked: int | None = None
    acknowledged: Share | None = None
    lapsed: int | None = None
    waiting: int | None = None
    raised: dict[str, int] | None = None
    withheld: str | None = None


def kind(project: str, projects: Mapping[str, tuple[str, bool]]) -> Kind:
    """Return with which others a deliverable is counted, by the programme of its project."""
    programme, demonstration = projects.get(project, (OWN, False))
    if demonstration:
        return "demonstration"
    return "partnership" if programme == OWN else "neighbouring"


def deliverable(
    key: str,
    named: Named,
    state: StateFact | None,
    version: VersionFact | None,
    names: Mapping[str, Named],
) -> Deliverable:
    """Return a deliverable as it was."""
    return Deliverable(
        deliverable=key,
        name=named.name,
        project=named.project,
        state=state.state if state else None,
        since=state.since if state else None,
        reason=state.reason if state else None,
        successor=_successor(state, names),
        acknowledge_by=state.acknowledge_by if state else None,
        version=version.version if version else None,
        version_published=version.published if version else None,
        link=version.link if version else None,
        sha256=version.sha256 if version else None,
        versions=version.versions if version else 0,
    )


def group(listed: Iterable[Deliverable]) -> DeliverableGroup:
    """Return deliverables by name, never by success."""
    found = sorted(listed, key=lambda one: (one.name.casefold(), one.deliverable))
    count = Counter(one.state for one in found)
    return DeliverableGroup(
        states={state: count[state] for state in STATES if count[state]}, not_recorded=count[None], deliverables=found
    )


def ends(states: Sequence[StateFact]) -> list[StateFact]:
    """Return the ends of one deliverable, whose states stand with the latest first: one, or none, or both.

    What is superseded may be withdrawn after that, and those who adopted it are asked about either.
    """
    if not states or states[0].state not in ENDED:
        return []
    return [state for state in states[:2] if state.state in ENDED]


def withdrawal(
    end: StateFact, named: Named, asked: Sequence[Asked], names: Mapping[str, Named], day: date
) -> Withdrawal:
    """Return an end, with how many of those that were asked about it have acknowledged it."""
    about = Withdrawal(
        deliverable=end.deliverable,
        name=named.name,
        project=named.project,
        state=end.state,
        since=end.since,
        reason=end.reason,
        successor=_successor(end, names),
        acknowledge_by=end.acknowledge_by,
    )
    if 0 < len(asked) < MINIMUM_GROUP:
        return about.model_copy(update={"withheld": TOO_FEW})
    waiting = [one for one in asked if not one.acknowledged and not one.lapsed]
    raised = Counter(one.level for one in waiting if one.level)
    return about.model_copy(
        update={
            "asked": len(asked),
            "acknowledged": Share(numerator=sum(one.acknowledged for one in asked), denominator=len(asked), as_at=day),
            "lapsed": sum(one.lapsed for one in asked),
            "waiting": len(waiting),
            "raised": {level: raised[level] for level in sorted(raised)},
        }
    )


def _successor(state: StateFact | None, names: Mapping[str, Named]) -> Successor | None:
    if state is None or state.successor is None:
        return None
    named = names.get(state.successor)
    return Successor(deliverable=state.successor, name=named.name if named else state.successor)
