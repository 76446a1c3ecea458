"""Sign-offs of a release by role: who has signed, who has not, and whose signature a later change made stale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from services.projects.domain.releases import refuse_closed
from services.projects.domain.roles import Role
from services.projects.models import Release, ReleaseSignOff
from shared.errors import ConflictError
from shared.events.projects import ReleaseSignedOff

Outcome = Literal["signed", "refused"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a role last said of a release; stale if the scope has changed since."""

    by_role: str
    outcome: str
    stale: bool
    note: str | None
    effective: date
    recorded_at: datetime

    @property
    def stands(self) -> bool:
        """Whether it is a signature for the scope as it is."""
        return self.outcome == "signed" and not self.stale

    def sealed(self) -> dict[str, Any]:
        """Return what a manifest says of it."""
        return {
            "by_role": self.by_role,
            "outcome": self.outcome,
            "on": self.effective.isoformat(),
            "stale": self.stale,
        }


def standing(said: Sequence[ReleaseSignOff], last_change: int) -> list[Standing]:
    """Return what each role said last, given the number of the last change of the scope (0: none)."""
    latest = {one.by_role: one for one in sorted(said, key=lambda one: one.number)}
    return [
        Standing(
            by_role=role,
            outcome=one.outcome,
            stale=one.number < last_change,
            note=one.note,
            effective=one.effective,
            recorded_at=one.recorded_at,
        )
        for role, one in sorted(latest.items())
    ]


def lacking(needed: Sequence[str], given: Sequence[Standing]) -> list[str]:
    """Return in words what is missing of the sign-offs that are needed."""
    by_role = {one.by_role: one for one in given}
    return [text for role in needed if (text := _lack(role, by_role.get(role)))]


def _lack(role: str, given: Standing | None) -> str | None:
    if given is None:
        return f"{role} has not signed"
    if given.outcome == "refused":
        return f"{role} refused on {given.effective}"
    return f"{role} signed on {given.effective}, and the scope has changed since" if given.stale else None


def sign_off(
    release: Release, by_role: Role, outcome: Outcome, note: str | None, given: Sequence[Standing], today: date
) -> ReleaseSignedOff:
    """Sign an open release off, or refuse to, in the name of a role that is asked for it."""
    refuse_closed(release)
    if by_role not in release.sign_offs_needed:
        needed = ", ".join(release.sign_offs_needed) or "nobody's"
        raise ConflictError(
            f"The release {release.key} does not need the sign-off of {by_role}; it needs {needed}.",
            code="sign-off-not-needed",
        )
    before = next((one for one in given if one.by_role == by_role), None)
    if before is not None and not before.stale and (before.outcome, before.note) == (outcome, note):
        raise ConflictError(
            f"{by_role} said so on {before.effective} already, and the scope has not changed since.", code="no-change"
        )
    return ReleaseSignedOff(
        release=release.key, by_role=by_role, outcome=outcome, note=note, effective=today.isoformat()
    )
