"""Lifecycles: ordered phases, and which phase follows which."""

from collections.abc import Sequence
from typing import Any

from shared.errors import ConflictError, FieldError, InvalidError

NOT_RECORDED = "not-recorded"
"""What lists are asked for to find what is in no phase or state: no phase can be called so."""


def refuse_bad_phases(phases: Sequence[str]) -> None:
    """Refuse a template in which a phase stands twice, or has the name that means none."""
    twice = sorted({key for key in phases if phases.count(key) > 1})
    if twice:
        raise InvalidError(
            f"phases: {', '.join(twice)} stands there more than once.",
            code="phase-repeated",
            fields=(FieldError("phases", "each phase stands once"),),
        )
    if NOT_RECORDED in phases:
        raise InvalidError(
            f"phases: '{NOT_RECORDED}' means that no phase is known; give the phase another key.",
            code="phase-key-taken",
            fields=(FieldError("phases", f"'{NOT_RECORDED}' is no key for a phase"),),
        )


def keys(phases: Sequence[dict[str, Any]]) -> list[str]:
    """Return the phases of a stored template version, in order."""
    return [str(phase["key"]) for phase in phases]


def refuse_wrong_step(phases: Sequence[str], current: str | None, wanted: str, *, lifecycle: str) -> None:
    """Refuse a move to a phase that does not follow; from a phase that is not recorded, any may be the first."""
    if wanted not in phases:
        raise InvalidError(
            f"to: the lifecycle {lifecycle} has no phase '{wanted}'; it has {', '.join(phases)}.",
            code="unknown-phase",
            fields=(FieldError("to", f"must be one of {', '.join(phases)}"),),
        )
    if current is None:
        return
    if wanted == current:
        raise ConflictError(f"The project is in '{current}' already.", code="no-change")
    position = phases.index(current)
    if position + 1 == len(phases):
        raise ConflictError(
            f"The project is in '{current}', the last phase of the lifecycle {lifecycle}; no phase follows.",
            code="last-phase",
        )
    follows = phases[position + 1]
    if wanted != follows:
        raise ConflictError(
            f"The project is in '{current}'; '{wanted}' does not follow it. The phase that follows is '{follows}'.",
            code="phase-does-not-follow",
        )
