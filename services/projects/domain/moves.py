"""Moving running projects to another version of their lifecycle template: what would happen to each, and what does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.projects.domain import lifecycles
from services.projects.domain.roles import Role
from services.projects.models import LifecycleVersion, Project
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import ProjectLifecycleMoved

Outcome = Literal["moves", "stays", "cannot-move"]

NAMED = 10
"""How many projects a refusal names."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a move would do to one project, and why it could not."""

    project: str
    outcome: Outcome
    from_number: int | None
    from_phase: str | None
    to_phase: str | None
    why: str | None = None


def refuse_bad_mapping(mapping: Mapping[str, str], target: LifecycleVersion) -> None:
    """Refuse a mapping to phases that the new version does not have."""
    known = lifecycles.keys(target.phases)
    unknown = sorted({phase for phase in mapping.values() if phase not in known})
    if unknown:
        message = f"version {target.number} has no phase {_quoted(unknown)}; it has {', '.join(known)}"
        raise InvalidError(f"phases: {message}.", code="unknown-phase", fields=(FieldError("phases", message),))


def prospect(project: Project, target: LifecycleVersion, mapping: Mapping[str, str], *, effective: date) -> Prospect:
    """Say what a move to a version would do to a project: a phase goes by the mapping, else to the one of its name."""
    phase = project.phase
    wanted = mapping.get(phase, phase) if phase is not None else None
    number = project.lifecycle_number
    if number == target.number:
        return Prospect(project.key, "stays", number, phase, phase, f"it follows version {target.number} already")
    if project.closed_on is not None:
        return Prospect(project.key, "stays", number, phase, phase, f"it was closed on {project.closed_on}")
    if wanted is not None and wanted not in lifecycles.keys(target.phases):
        why = f"it is in '{phase}', which version {target.number} does not have; say in 'phases' what becomes of it"
        return Prospect(project.key, "cannot-move", number, phase, None, why)
    if project.phase_since is not None and effective < project.phase_since:
        why = f"it entered '{phase}' on {project.phase_since}, after {effective}"
        return Prospect(project.key, "cannot-move", number, phase, wanted, why)
    return Prospect(project.key, "moves", number, phase, wanted)


def refuse_stuck(prospects: Sequence[Prospect]) -> None:
    """Refuse a move as a whole if one of the projects could not make it."""
    stuck = [one for one in prospects if one.outcome == "cannot-move"]
    if stuck:
        shown = "; ".join(f"{one.project}: {one.why}" for one in stuck[:NAMED])
        more = f"; and {len(stuck) - NAMED} more" if len(stuck) > NAMED else ""
        raise ConflictError(f"Nothing was moved, for {len(stuck)} cannot be: {shown}{more}.", code="cannot-move")


def moved(
    one: Prospect, target: LifecycleVersion, *, by_role: Role, reason: str, effective: date
) -> ProjectLifecycleMoved:
    """Return what is told of a project that moves."""
    return ProjectLifecycleMoved(
        project=one.project,
        lifecycle=target.lifecycle,
        from_number=one.from_number,
        to_number=target.number,
        from_phase=one.from_phase,
        to_phase=one.to_phase,
        by_role=by_role,
        reason=reason,
        effective=effective.isoformat(),
    )


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
