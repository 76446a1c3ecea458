"""The programme's own phases: in which order they come, and when one can be recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from services.projects.domain.dates import refuse_future
from services.projects.models import ProgrammePhase
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import ProgrammePhaseChanged
from shared.values import first_day, last_day

Phase = Literal["build", "embedding", "operationalise"]

PHASES: list[str] = ["build", "embedding", "operationalise"]
"""Every phase of the programme, in order."""


def enter_phase(
    programme: str,
    recorded: Sequence[ProgrammePhase],
    phase: Phase,
    *,
    starts: str,
    expected: bool,
    source: str | None,
    today: date,
) -> ProgrammePhaseChanged:
    """Record that the programme entered a phase, or is expected to; what was only expected may be told anew."""
    for one in recorded:
        if one.phase == phase and not one.expected:
            raise ConflictError(f"The programme entered '{phase}' in {one.starts} already.", code="exists-already")
        if one.phase == phase and expected and one.starts == starts:
            raise ConflictError(f"'{phase}' is expected from {starts} already.", code="exists-already")
    if not expected:
        refuse_future("starts", starts, today)
    for other in recorded:
        # an expectation that did not come true must not stand in the way of what happened
        if other.phase != phase and (expected or not other.expected):
            _refuse_disorder(phase, starts, other)
    return ProgrammePhaseChanged(programme=programme, phase=phase, effective=starts, expected=expected, source=source)


def _refuse_disorder(phase: str, starts: str, other: ProgrammePhase) -> None:
    comes_later = PHASES.index(other.phase) > PHASES.index(phase)
    if comes_later and first_day(starts) > last_day(other.starts):
        message = f"{starts} lies after the start of '{other.phase}' in {other.starts}; '{phase}' comes before it"
    elif not comes_later and last_day(starts) < first_day(other.starts):
        message = f"{starts} lies before the start of '{other.phase}' in {other.starts}; '{phase}' comes after it"
    else:
        return
    raise InvalidError(f"starts: {message}.", code="dates-out-of-order", fields=(FieldError("starts", message),))
