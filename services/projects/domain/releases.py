"""Releases: what may go in and out, and the rule by which one is closed and sealed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785

from services.projects.domain.dates import refuse_future
from services.projects.domain.deliverables import NOT_OFFERED
from services.projects.models import Release
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import ReleaseClosed, ReleaseItem, ReleaseScopeChanged

MOST = 500
"""How many deliverables a release holds at most: what is told of a release must fit into one event."""

NAMED = 10
"""How many deliverables a refusal names."""


@dataclass(frozen=True, slots=True)
class Item:
    """A deliverable in a release, as a decision needs it."""

    deliverable: str
    project: str
    name: str
    state: str | None
    ready: bool

    def told(self) -> ReleaseItem:
        return ReleaseItem(deliverable=self.deliverable, project=self.project, name=self.name, ready=self.ready)


@dataclass(frozen=True, slots=True)
class Seal:
    """A closed release: what is told of it, its manifest's exact bytes, and what the next release takes over."""

    closed: ReleaseClosed
    manifest: bytes
    carried: ReleaseScopeChanged | None


def refuse_closed(release: Release) -> None:
    """Refuse to change what is sealed."""
    if release.state == "closed":
        raise ConflictError(
            f"The release {release.key} was closed on {release.closed_on}; what is in it stays as it was sealed.",
            code="release-closed",
        )


def put_in(release: Release, items: Sequence[Item], *, holds: int, today: date) -> ReleaseScopeChanged:
    """Put deliverables into an open release that holds some already, or refuse."""
    refuse_closed(release)
    _refuse_too_many(release, holds + len(items))
    for item in items:
        if item.state in NOT_OFFERED:
            raise ConflictError(
                f"The deliverable {item.deliverable} is {item.state}; it cannot go into a release.",
                code="deliverable-not-offered",
            )
    return ReleaseScopeChanged(
        release=release.key, added=tuple(item.told() for item in items), effective=today.isoformat()
    )


def close(
    release: Release, items: Sequence[Item], target: Release | None, *, target_holds: int, closed_on: str, today: date
) -> Seal:
    """Close a release: what is ready is sealed into it, what is not is carried over to the named release."""
    refuse_closed(release)
    refuse_future("closed_on", closed_on, today)
    ready = sorted((item for item in items if item.ready), key=lambda item: item.deliverable)
    rest = sorted((item for item in items if not item.ready), key=lambda item: item.deliverable)
    if target is not None:
        _refuse_target(release, target)
    _refuse_unfit(release, items, ready)
    if rest and target is None:
        raise InvalidError(
            f"carry_over_to: name the release that takes over what is not ready: {_named(rest)}.",
            code="carry-over-missing",
            fields=(FieldError("carry_over_to", "is needed, since not all is ready"),),
        )
    if target is not None:
        _refuse_too_many(target, target_holds + len(rest))
    taken_over_by = target if rest else None
    manifest = rfc8785.dumps(_manifest(release, ready, rest, taken_over_by, closed_on))
    closed = ReleaseClosed(
        release=release.key,
        number=release.number,
        name=release.name,
        effective=closed_on,
        included=tuple(item.told() for item in ready),
        carried_over=tuple(item.told() for item in rest),
        carried_over_to=taken_over_by.key if taken_over_by else None,
        manifest_sha256=hashlib.sha256(manifest).hexdigest(),
        demonstration=release.demonstration,
    )
    carried = (
        ReleaseScopeChanged(
            release=taken_over_by.key,
            added=tuple(item.told() for item in rest),
            carried_from=release.key,
            effective=closed_on,
        )
        if taken_over_by
        else None
    )
    return Seal(closed, manifest, carried)


def _refuse_unfit(release: Release, items: Sequence[Item], ready: Sequence[Item]) -> None:
    gone = sorted((item for item in items if item.state in NOT_OFFERED), key=lambda item: item.deliverable)
    if gone:
        raise ConflictError(
            f"{_named(gone)} in the release {release.key} is {gone[0].state}; take it out before closing.",
            code="deliverable-not-offered",
        )
    if not ready:
        raise ConflictError(
            f"Nothing in the release {release.key} is ready; make a deliverable ready before closing.",
            code="nothing-ready",
        )


def _refuse_too_many(release: Release, wanted: int) -> None:
    if wanted > MOST:
        raise ConflictError(
            f"The release {release.key} would hold {wanted} deliverables; it holds {MOST} at most.",
            code="release-full",
        )


def _named(items: Sequence[Item]) -> str:
    """Return the deliverables' keys for a sentence: the first few of very many."""
    shown = ", ".join(item.deliverable for item in items[:NAMED])
    return shown if len(items) <= NAMED else f"{shown} and {len(items) - NAMED} more"


def _refuse_target(release: Release, target: Release) -> None:
    if target.key == release.key:
        raise InvalidError(
            "carry_over_to: a release cannot carry over to itself; name another.",
            code="carry-over-to-itself",
            fields=(FieldError("carry_over_to", "is the release itself"),),
        )
    if target.state == "closed":
        raise ConflictError(
            f"The release {target.key} was closed on {target.closed_on}; name an open one in carry_over_to.",
            code="carry-over-closed",
        )
    if target.demonstration != release.demonstration:
        raise ConflictError(
            "A demonstration release carries over to a demonstration release only, and a real one to a real one.",
            code="demonstration-mixed",
        )


def _manifest(
    release: Release, ready: Sequence[Item], rest: Sequence[Item], target: Release | None, closed_on: str
) -> dict[str, Any]:
    """Return what is sealed; RFC 8785 makes one sequence of bytes of it, whoever writes it."""
    return {
        "schema": "partnership.release-manifest.v1",
        "release": release.key,
        "number": release.number,
        "name": release.name,
        "demonstration": release.demonstration,
        "closed_on": closed_on,
        "deliverables": [_entry(item) for item in ready],
        "carried_over": [_entry(item) for item in rest],
        "carried_over_to": target.key if target else None,
    }


def _entry(item: Item) -> dict[str, Any]:
    return {"deliverable": item.deliverable, "project": item.project, "name": item.name, "state": item.state}
