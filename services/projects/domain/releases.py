"""Open releases: what may go in and out, until when freely, and from when on with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.projects.domain.deliverables import NOT_OFFERED
from services.projects.domain.roles import Role
from services.projects.models import Release
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import ReleaseFrozen, ReleaseItem, ReleaseReadinessChanged, ReleaseScopeChanged

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
class Because:
    """Why the scope of a release changes, and in whose name; both are asked for from its freeze on."""

    reason: str | None = None
    by_role: Role | None = None


NOBODY = Because()


def refuse_closed(release: Release) -> None:
    """Refuse to change what is sealed."""
    if release.state == "closed":
        raise ConflictError(
            f"The release {release.key} was closed on {release.closed_on}; what is in it stays as it was sealed.",
            code="release-closed",
        )


def frozen(freeze_on: date | None, day: date) -> bool:
    """Say whether a release is frozen on a day: it is from its freeze date on."""
    return freeze_on is not None and freeze_on <= day


def freeze(release: Release, today: date) -> ReleaseFrozen | None:
    """Say that a release's freeze date has come; None if it has not, or was told, or the release is closed."""
    if (
        release.freeze_on is None
        or release.frozen_told
        or release.state == "closed"
        or not frozen(release.freeze_on, today)
    ):
        return None
    return ReleaseFrozen(release=release.key, effective=release.freeze_on.isoformat())


def refuse_plan(release: Release | None, freeze_on: date | None, sign_offs_needed: Sequence[str], today: date) -> None:
    """Refuse a freeze date that lies behind, and any change of what a frozen release needs."""
    before = (release.freeze_on, set(release.sign_offs_needed)) if release else (None, set())
    if before == (freeze_on, set(sign_offs_needed)):
        return
    if release is not None and frozen(release.freeze_on, today):
        raise ConflictError(
            f"The release {release.key} was frozen on {release.freeze_on}; its freeze date and the sign-offs that it "
            "needs stay. It can be closed without one by 'override', with a role and a reason.",
            code="release-frozen",
        )
    if freeze_on is not None and freeze_on != before[0] and freeze_on < today:
        message = f"{freeze_on} has passed; a release is frozen today or later"
        raise InvalidError(
            f"freeze_on: {message}.", code="date-in-the-past", fields=(FieldError("freeze_on", message),)
        )


def scope_told(
    release: Release, because: Because, signed: Sequence[str], today: date, *, field: str = ""
) -> dict[str, Any]:
    """Return what every event of a change of scope says beside the change; after the freeze, refuse one without reason.

    `signed` are the roles whose sign-offs stand until now; `field` is where in the request the reason belongs.
    """
    late = frozen(release.freeze_on, today)
    asked = (("reason", because.reason), ("by_role", because.by_role))
    missing = [FieldError(f"{field}{name}", "is needed after the freeze") for name, said in asked if not said]
    if late and missing:
        raise InvalidError(
            f"The release {release.key} was frozen on {release.freeze_on}: say why its scope changes after that "
            f"({field}reason) and in whose name ({field}by_role).",
            code="reason-missing",
            fields=tuple(missing),
        )
    return {
        "after_freeze": late,
        "reason": because.reason,
        "by_role": because.by_role,
        "stale_sign_offs": tuple(sorted(signed)),
    }


def put_in(
    release: Release,
    items: Sequence[Item],
    *,
    holds: int,
    today: date,
    because: Because = NOBODY,
    signed: Sequence[str] = (),
) -> ReleaseScopeChanged:
    """Put deliverables into an open release that holds some already, or refuse."""
    refuse_closed(release)
    refuse_too_many(release, holds + len(items))
    for item in items:
        if item.state in NOT_OFFERED:
            raise ConflictError(
                f"The deliverable {item.deliverable} is {item.state}; it cannot go into a release.",
                code="deliverable-not-offered",
            )
    return ReleaseScopeChanged(
        release=release.key,
        added=tuple(item.told() for item in items),
        effective=today.isoformat(),
        **scope_told(release, because, signed, today),
    )


def take_out(
    release: Release, deliverable: str, *, today: date, because: Because = NOBODY, signed: Sequence[str] = ()
) -> ReleaseScopeChanged:
    """Take a deliverable out of an open release, or refuse."""
    refuse_closed(release)
    told = scope_told(release, because, signed, today)
    return ReleaseScopeChanged(release=release.key, removed=(deliverable,), effective=today.isoformat(), **told)


def set_ready(
    release: Release,
    deliverable: str,
    *,
    ready: bool,
    note: str | None,
    today: date,
    because: Because = NOBODY,
    signed: Sequence[str] = (),
) -> ReleaseReadinessChanged:
    """Say whether a deliverable in an open release is ready, or refuse."""
    refuse_closed(release)
    return ReleaseReadinessChanged(
        release=release.key,
        deliverable=deliverable,
        ready=ready,
        note=note,
        effective=today.isoformat(),
        **scope_told(release, because, signed, today),
    )


def refuse_too_many(release: Release, wanted: int) -> None:
    if wanted > MOST:
        raise ConflictError(
            f"The release {release.key} would hold {wanted} deliverables; it holds {MOST} at most.",
            code="release-full",
        )


def named(items: Sequence[Item]) -> str:
    """Return the deliverables' keys for a sentence: the first few of very many."""
    shown = ", ".join(item.deliverable for item in items[:NAMED])
    return shown if len(items) <= NAMED else f"{shown} and {len(items) - NAMED} more"
