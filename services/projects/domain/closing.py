"""Closing a release: what is ready is sealed, the rest is carried over, and who signed it off stands in the seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.projects.domain import sign_offs
from services.projects.domain.dates import refuse_future
from services.projects.domain.deliverables import NOT_OFFERED
from services.projects.domain.releases import (
    NOBODY,
    Because,
    Item,
    frozen,
    named,
    refuse_closed,
    refuse_too_many,
    scope_told,
)
from services.projects.domain.roles import Role
from services.projects.domain.seals import canonical, digest
from services.projects.domain.sign_offs import Standing
from services.projects.models import Release
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import ReleaseClosed, ReleaseOverride, ReleaseScopeChanged
from shared.values import last_day

SCHEMA = "partnership.release-manifest.v2"


@dataclass(frozen=True, slots=True)
class Override:
    """In whose name a release is closed without a sign-off that it needs, and why."""

    by_role: Role
    reason: str


@dataclass(frozen=True, slots=True)
class Target:
    """The release that takes over what is not ready, and what must be known of it."""

    release: Release
    holds: int
    signed: Sequence[str] = ()
    """The roles whose sign-offs stand until its scope changes."""
    last_told: date | None = None
    """The last day on which its scope changed by what it is now to take over."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A closed release: what is told of it, its manifest's exact bytes, and what the next release takes over."""

    closed: ReleaseClosed
    manifest: bytes
    carried: ReleaseScopeChanged | None


def close(
    release: Release,
    items: Sequence[Item],
    target: Target | None,
    *,
    closed_on: str,
    today: date,
    standing: Sequence[Standing] = (),
    late_changes: int = 0,
    override: Override | None = None,
    because: Because = NOBODY,
) -> Seal:
    """Close a release: what is ready is sealed into it, what is not is carried over to the named release.

    `because` says why that release takes it over, which is asked for once it is frozen.
    """
    refuse_closed(release)
    refuse_future("closed_on", closed_on, today)
    ready = sorted((item for item in items if item.ready), key=lambda item: item.deliverable)
    rest = sorted((item for item in items if not item.ready), key=lambda item: item.deliverable)
    if target is not None:
        _refuse_target(release, target.release)
    _refuse_unfit(release, items, ready)
    if rest and target is None:
        raise InvalidError(
            f"carry_over_to: name the release that takes over what is not ready: {named(rest)}.",
            code="carry-over-missing",
            fields=(FieldError("carry_over_to", "is needed, since not all is ready"),),
        )
    overridden = _overridden(release, sign_offs.lacking(release.sign_offs_needed, standing), override)
    taken_over_by = target if rest else None
    carried = _carried(release, rest, taken_over_by, closed_on, today, because)
    content = _manifest(release, ready, rest, taken_over_by, closed_on) | {
        "frozen_on": release.freeze_on.isoformat() if release.freeze_on and frozen(release.freeze_on, today) else None,
        "changes_after_freeze": late_changes,
        "sign_offs_needed": sorted(release.sign_offs_needed),
        "sign_offs": [one.sealed() for one in sorted(standing, key=lambda one: one.by_role)],
        "override": overridden.model_dump(mode="json") if overridden else None,
    }
    manifest = canonical(content)
    closed = ReleaseClosed(
        release=release.key,
        number=release.number,
        name=release.name,
        effective=closed_on,
        included=tuple(item.told() for item in ready),
        carried_over=tuple(item.told() for item in rest),
        carried_over_to=taken_over_by.release.key if taken_over_by else None,
        manifest_sha256=digest(manifest),
        demonstration=release.demonstration,
        override=overridden,
    )
    return Seal(closed, manifest, carried)


def _carried(
    release: Release, rest: Sequence[Item], target: Target | None, closed_on: str, today: date, because: Because
) -> ReleaseScopeChanged | None:
    """Return what is told of the release that takes over what is not ready, if there is any."""
    if target is None:
        return None
    refuse_too_many(target.release, target.holds + len(rest))
    if target.last_told is not None and last_day(closed_on) < target.last_told:
        message = f"what is carried over left {target.release.key} on {target.last_told}; it cannot have come before"
        fields = (FieldError("closed_on", message),)
        raise InvalidError(f"closed_on: {message}.", code="dates-out-of-order", fields=fields)
    told = scope_told(target.release, because, target.signed, today, field="carry_over_because.")
    return ReleaseScopeChanged(
        release=target.release.key,
        added=tuple(item.told() for item in rest),
        carried_from=release.key,
        effective=closed_on,
        **told,
    )


def _overridden(release: Release, lacking: Sequence[str], override: Override | None) -> ReleaseOverride | None:
    """Refuse to close without a sign-off that is needed, unless somebody answers for that; say what was missing."""
    if lacking and override is None:
        raise ConflictError(
            f"The release {release.key} cannot be closed yet: {'; '.join(lacking)}. Ask for what is missing, "
            "or close it by 'override', which names a role and a reason and stands in the seal.",
            code="sign-offs-missing",
        )
    if override is not None and not lacking:
        raise ConflictError(
            f"Every sign-off that the release {release.key} needs is there; close it without 'override'.",
            code="override-not-needed",
        )
    return (
        ReleaseOverride(by_role=override.by_role, reason=override.reason, missing=tuple(lacking)) if override else None
    )


def _refuse_unfit(release: Release, items: Sequence[Item], ready: Sequence[Item]) -> None:
    gone = sorted((item for item in items if item.state in NOT_OFFERED), key=lambda item: item.deliverable)
    if gone:
        raise ConflictError(
            f"{named(gone)} in the release {release.key} is {gone[0].state}; take it out before closing.",
            code="deliverable-not-offered",
        )
    if not ready:
        raise ConflictError(
            f"Nothing in the release {release.key} is ready; make a deliverable ready before closing.",
            code="nothing-ready",
        )


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
    release: Release, ready: Sequence[Item], rest: Sequence[Item], target: Target | None, closed_on: str
) -> dict[str, Any]:
    """Return what is sealed; RFC 8785 makes one sequence of bytes of it, whoever writes it."""
    return {
        "schema": SCHEMA,
        "release": release.key,
        "number": release.number,
        "name": release.name,
        "demonstration": release.demonstration,
        "closed_on": closed_on,
        "deliverables": [_entry(item) for item in ready],
        "carried_over": [_entry(item) for item in rest],
        "carried_over_to": target.release.key if target else None,
    }


def _entry(item: Item) -> dict[str, Any]:
    return {"deliverable": item.deliverable, "project": item.project, "name": item.name, "state": item.state}
