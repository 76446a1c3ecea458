"""How far a release is from closing, and what happened on the way: sign-offs, changes after its freeze, amendments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.reporting.domain.moments import Figure
from services.reporting.domain.releases import Release

HANDED_OVER = {"beta", "live"}
"""The states in which a deliverable can be picked up."""


class ItemReadiness(Figure):
    """What a deliverable lacks to be handed over; `state` null means not recorded."""

    deliverable: str
    name: str
    ready: bool
    state: str | None
    missing: list[str]


class Readiness(Figure):
    """How many deliverables of a release are ready, of how many, and what the others lack."""

    numerator: int
    denominator: int
    as_at: date
    deliverables: list[ItemReadiness]


class SignOff(Figure):
    """What a role last said of a release; stale if its scope changed since. A null outcome is yet to come."""

    by_role: str
    outcome: str | None
    stale: bool
    note: str | None
    effective: str | None


class SignOffs(Figure):
    """How many of the sign-offs that are needed are there for the scope as it is."""

    numerator: int
    denominator: int
    as_at: date
    needed: list[str]
    given: list[SignOff]


class LateChange(Figure):
    """A change of a release's scope after its freeze."""

    deliverable: str
    change: str
    reason: str | None
    by_role: str | None
    effective: str | None
    recorded_at: datetime


class Amendment(Figure):
    """What is to be read otherwise in a closed release."""

    number: int
    text: str
    reason: str
    by_role: str
    changes: list[dict[str, Any]]
    effective: str | None
    recorded_at: datetime
    amendment_sha256: str
    key_id: str


@dataclass(frozen=True, slots=True)
class SignOffFact:
    """A role said something of a release; the sequence tells what came before and after."""

    by_role: str
    outcome: str
    note: str | None
    effective: str | None
    sequence: int


def readiness(release: Release, states: Mapping[str, str | None], day: date) -> Readiness:
    """Return what each deliverable in a release lacks."""
    items = [
        ItemReadiness(
            deliverable=item.deliverable,
            name=item.name,
            ready=item.ready,
            state=states.get(item.deliverable),
            missing=_missing(ready=item.ready, state=states.get(item.deliverable)),
        )
        for item in release.included
    ]
    ready = sum(item.ready for item in items)
    return Readiness(numerator=ready, denominator=len(items), as_at=day, deliverables=items)


def sign_offs(needed: Sequence[str], said: Sequence[SignOffFact], last_change: int, day: date) -> SignOffs:
    """Return what each role said last, given the sequence of the last change of the scope (0: none)."""
    latest = {fact.by_role: fact for fact in sorted(said, key=lambda fact: fact.sequence)}
    given = [
        SignOff(
            by_role=role,
            outcome=fact.outcome if fact else None,
            stale=fact is not None and fact.sequence < last_change,
            note=fact.note if fact else None,
            effective=fact.effective if fact else None,
        )
        for role in sorted({*needed, *latest})
        for fact in [latest.get(role)]
    ]
    standing = sum(one.outcome == "signed" and not one.stale and one.by_role in needed for one in given)
    return SignOffs(numerator=standing, denominator=len(needed), as_at=day, needed=sorted(needed), given=given)


def _missing(*, ready: bool, state: str | None) -> list[str]:
    found = [] if ready else ["It is not marked ready"]
    if state not in HANDED_OVER:
        found.append(f"Its state is {state or 'not recorded'}; beta or live is expected")
    return found
