"""Claims: which profile counts a measure of which councils for which time, so that nothing is counted twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.projects.models import BenefitClaim
from shared.errors import ConflictError, FieldError, InvalidError


@dataclass(frozen=True, slots=True)
class Claim:
    """Of which councils (of all, where none is named), from which day until which."""

    councils: tuple[str, ...]
    starts: date
    ends: date | None


def overlap(one: Claim, other: Claim) -> bool:
    """Say whether two claims of a measure count the same council's figure for the same day."""
    apart = (one.ends is not None and one.ends < other.starts) or (other.ends is not None and other.ends < one.starts)
    both = not one.councils or not other.councils or bool(set(one.councils) & set(other.councils))
    return both and not apart


def claim(wanted: Claim, before: Iterable[tuple[BenefitClaim, str]], *, measure: str | None) -> str:
    """Return the measure that a profile may claim; refuse one that is claimed already.

    `before` holds every claim of the measure that was not withdrawn, with the project of its profile.
    """
    if measure is None:
        message = "the profile names none; give it one first"
        raise InvalidError(f"measure: {message}.", code="measure-missing", fields=(FieldError("measure", message),))
    if wanted.ends is not None and wanted.ends < wanted.starts:
        message = f"{wanted.ends} lies before the start, {wanted.starts}"
        raise InvalidError(f"to: {message}.", code="dates-out-of-order", fields=(FieldError("to", message),))
    for row, project in before:
        held = Claim(tuple(row.councils), row.starts, row.ends)
        if overlap(wanted, held):
            raise ConflictError(
                f"'{measure}' is claimed by the benefit profile '{row.benefit}' of the project '{project}' already, "
                f"{_of(held)} {_when(held)}; a benefit is counted once. Claim other councils or another time, or let "
                "the other profile withdraw its claim.",
                code="measure-claimed",
            )
    return measure


def _of(held: Claim) -> str:
    return f"for {', '.join(held.councils)}" if held.councils else "for the whole programme"


def _when(held: Claim) -> str:
    return f"from {held.starts} to {held.ends}" if held.ends else f"from {held.starts} on"


def refuse_withdrawn_before_claimed(row: BenefitClaim, effective: date) -> None:
    """Refuse to give up a claim before it was made."""
    if effective < row.effective:
        message = f"{effective} lies before the claim, which is of {row.effective}"
        fields = (FieldError("effective", message),)
        raise InvalidError(f"effective: {message}.", code="dates-out-of-order", fields=fields)
