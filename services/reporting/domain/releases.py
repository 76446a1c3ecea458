"""What was in a release at a date, what was carried over and where to; and the report that is frozen when it closes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from services.reporting.domain.adoption import Named
from services.reporting.domain.moments import Figure
from shared.events.projects import ReleaseClosed, ReleaseItem
from shared.values import last_day

State = Literal["closed", "planned", "not-recorded"]


@dataclass(frozen=True, slots=True)
class ItemFact:
    """A deliverable was put into an open release, became ready or not, or (`included` false) was taken out."""

    deliverable: str
    included: bool
    ready: bool
    carried_from: str | None
    effective_day: date
    recorded_at: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class Closing:
    """How a release was sealed."""

    closed_on: str
    day: date
    included: Sequence[Mapping[str, object]]
    carried_over: Sequence[Mapping[str, object]]
    carried_over_to: str | None
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a release up to a date: its closing and its items only if they were not after it."""

    release: str
    name: str
    number: int | None
    demonstration: bool
    announced_as: str
    source: str | None
    planned_for: str | None
    announced_day: date
    closing: Closing | None
    items: Sequence[ItemFact]


class Item(Figure):
    """A deliverable in a release."""

    deliverable: str
    name: str
    project: str | None
    ready: bool
    carried_from: str | None = None


class Release(Figure):
    """A release at a date. While it is open, `included` holds what is planned to go in, ready or not."""

    release: str
    name: str
    number: int | None
    demonstration: bool
    state: State
    planned_for: str | None
    closed_on: str | None
    included: list[Item]
    carried_over: list[Item]
    carried_over_to: str | None
    manifest_sha256: str | None
    source: str | None


class FrozenProject(Figure):
    project: str
    deliverables: list[dict[str, str]]


class FrozenReport(Figure):
    """The report on a closed release, with its figures as they were known when it closed."""

    release: str
    name: str
    number: int | None
    demonstration: bool
    closed_on: str
    included: int
    carried_over: int
    carried_over_to: str | None
    projects: list[FrozenProject]
    not_ready: list[dict[str, str]]
    manifest_sha256: str


def stands(facts: Facts, day: date) -> bool:
    """Say whether a release is to be listed at a date: something dated puts it there, or it was on the register."""
    if facts.closing or facts.items or facts.announced_day <= day:
        return True
    return facts.planned_for is not None and last_day(facts.planned_for) <= day


def release(facts: Facts, names: Mapping[str, Named], day: date) -> Release:
    """Return a release as it stood on a day."""
    closing = facts.closing
    if closing:
        included = [_sealed(item, names, ready=True) for item in closing.included]
        carried_over = [_sealed(item, names, ready=False) for item in closing.carried_over]
    else:
        included, carried_over = _open(facts.items, names), []
    return Release(
        release=facts.release,
        name=facts.name,
        number=facts.number,
        demonstration=facts.demonstration,
        state=_state(facts, day),
        planned_for=facts.planned_for,
        closed_on=closing.closed_on if closing else None,
        included=included,
        carried_over=carried_over,
        carried_over_to=closing.carried_over_to if closing else None,
        manifest_sha256=closing.manifest_sha256 if closing else None,
        source=facts.source,
    )


def frozen_report(event: ReleaseClosed) -> FrozenReport:
    """Return the report on a release from its closing alone, so that it never comes out differently."""
    projects: dict[str, list[dict[str, str]]] = {}
    for item in sorted(event.included, key=lambda item: (item.project, item.name.casefold())):
        projects.setdefault(item.project, []).append(_plain(item))
    return FrozenReport(
        release=event.release,
        name=event.name,
        number=event.number,
        demonstration=event.demonstration,
        closed_on=event.effective,
        included=len(event.included),
        carried_over=len(event.carried_over),
        carried_over_to=event.carried_over_to,
        projects=[FrozenProject(project=key, deliverables=items) for key, items in projects.items()],
        not_ready=[_plain(item) for item in event.carried_over],
        manifest_sha256=event.manifest_sha256,
    )


def in_order(releases: Iterable[Release]) -> list[Release]:
    """Return the real releases by number, then those for demonstration; where there is no number, closed ones first."""

    def order(one: Release) -> tuple[bool, bool, int, bool, str]:
        return one.demonstration, one.number is None, one.number or 0, one.state != "closed", one.release

    return sorted(releases, key=order)


def _state(facts: Facts, day: date) -> State:
    if facts.closing:
        return "closed"
    planned = facts.announced_as == "planned" and (facts.announced_day <= day or bool(facts.items))
    return "planned" if planned else "not-recorded"


def _sealed(item: Mapping[str, object], names: Mapping[str, Named], *, ready: bool) -> Item:
    """Return an item as the manifest has it: under the name it was sealed with."""
    key = str(item["deliverable"])
    named = names.get(key)
    return Item(
        deliverable=key,
        name=str(item.get("name") or (named.name if named else key)),
        project=str(item.get("project") or (named.project if named else "")) or None,
        ready=ready,
    )


def _open(facts: Sequence[ItemFact], names: Mapping[str, Named]) -> list[Item]:
    latest: dict[str, ItemFact] = {}
    carried: dict[str, str] = {}
    for fact in sorted(facts, key=lambda fact: (fact.effective_day, fact.recorded_at, fact.sequence)):
        latest[fact.deliverable] = fact
        if fact.carried_from:
            carried[fact.deliverable] = fact.carried_from
    found = []
    for key, fact in latest.items():
        named = names.get(key)
        if fact.included:
            found.append(
                Item(
                    deliverable=key,
                    name=named.name if named else key,
                    project=named.project if named else None,
                    ready=fact.ready,
                    carried_from=carried.get(key),
                )
            )
    return sorted(found, key=lambda item: (item.name.casefold(), item.deliverable))


def _plain(item: ReleaseItem) -> dict[str, str]:
    return {"deliverable": item.deliverable, "name": item.name}
