"""Benefit figures: of what a council may tell one, and how it is claimed, verified, put right and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NoReturn

from services.councils.domain.periods import days, overlap
from services.councils.domain.roles import Role
from services.councils.models import BenefitFigureTold, KnownProfile
from shared.errors import ConflictError, FieldError, ForbiddenError, NotFoundError, refuse_field
from shared.events.councils import BenefitFigureCorrected, BenefitFigureGiven, BenefitFigureWithdrawn

Type = Literal["cash-releasing", "cost-avoidance", "quantitative", "qualitative", "dis-benefit"]
Stage = Literal["forecast", "claimed", "verified"]
STAGES: tuple[Stage, ...] = ("forecast", "claimed", "verified")

COUNTED = ("whole", "share")
"""The attributions under which a part of a benefit is one council's: of what is `shared`, nobody counted the parts."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What somebody says of a council's benefit for a period."""

    council: str
    period: str
    stage: Stage
    value: float
    unit: str
    by_role: Role
    evidence: tuple[str, ...]
    reason: str | None
    corrects: int | None
    effective: date


def refuse_others(own: str | None, council: str) -> None:
    """Refuse a council's client (`own` is its council, None for the Office's) to tell another council's figures."""
    if own is not None and own != council:
        raise ForbiddenError(
            f"This client belongs to '{own}'; the benefit figures of '{council}' are not its to tell.",
            code="another-council",
        )


def standing(history: Sequence[BenefitFigureTold]) -> BenefitFigureTold | None:
    """Return what holds of a figure by its history: None where nothing was told, or all was taken back."""
    return history[-1] if history and history[-1].step != "withdrawn" else None


def tell(
    profile: KnownProfile,
    wanted: Figure,
    history: Sequence[BenefitFigureTold],
    *,
    claim: Sequence[BenefitFigureTold],
    verified: Sequence[BenefitFigureTold],
    others: Sequence[BenefitFigureTold],
    today: date,
) -> BenefitFigureGiven | BenefitFigureCorrected | None:
    """Give a figure or put it right, or refuse with what would help; None if it was told as it is.

    `claim` and `verified` are the histories of the same benefit and period at those stages; `others` is what holds of
    the council's other figures at the same stage.
    """
    before = standing(history)
    if before is not None and wanted.corrects is None and (before.value, before.unit) == (wanted.value, wanted.unit):
        return None
    told = _profiled(profile, wanted)
    _refuse_dates(wanted, history, today)
    if wanted.stage != "verified":
        _refuse_counted_twice(told["measure"], wanted, profile, others)
    _refuse_correction(before, wanted)
    if wanted.stage == "claimed" and before is not None:
        _refuse_verified(verified)
    if wanted.stage == "verified":
        _refuse_unverifiable(claim, wanted)
    told |= {
        "council": wanted.council,
        "period": wanted.period,
        "stage": wanted.stage,
        "value": wanted.value,
        "by_role": wanted.by_role,
        "evidence": wanted.evidence,
        "effective": wanted.effective.isoformat(),
    }
    if before is None:
        return BenefitFigureGiven(**told, reason=wanted.reason)
    if (before.value, before.by_role, tuple(before.evidence)) == (wanted.value, wanted.by_role, wanted.evidence):
        return None
    return BenefitFigureCorrected(**told, corrects=before.number, reason=wanted.reason or "")


def withdraw(
    history: Sequence[BenefitFigureTold],
    verified: Sequence[BenefitFigureTold],
    *,
    by_role: Role,
    reason: str,
    effective: date,
    today: date,
) -> BenefitFigureWithdrawn:
    """Take a figure back; a claim only while nobody has verified it. `history` is not empty."""
    latest = history[-1]
    if latest.step == "withdrawn":
        raise ConflictError(f"It was withdrawn on {latest.effective} already.", code="withdrawn-already")
    if latest.stage == "claimed":
        _refuse_verified(verified)
    _refuse_future(effective, today)
    _refuse_disorder(effective, latest)
    return BenefitFigureWithdrawn(
        council=latest.council,
        profile=latest.profile,
        period=latest.period,
        stage=latest.stage,
        by_role=by_role,
        reason=reason,
        effective=effective.isoformat(),
    )


def unknown_profile(profile: str) -> NotFoundError:
    """Return the refusal for a profile that projects has not told of."""
    return NotFoundError(
        f"No benefit profile '{profile}' is known; one that was made just now is known in a moment.",
        code="unknown-profile",
        fields=(FieldError("profile", "is not known"),),
    )


def _profiled(profile: KnownProfile, wanted: Figure) -> dict[str, Any]:
    """Return what a figure has of its profile; refuse where councils cannot have figures of it."""
    if profile.attribution not in COUNTED:
        basis = f" ({profile.basis})" if profile.basis else ""
        why = "is shared, and nobody counted the parts" if profile.attribution else "does not say what each part is"
        _conflict(
            "profile",
            "no-council-figures",
            f"'{profile.profile}' is reckoned for the councils together{basis}, and its attribution {why}: it is not "
            "shared out, and no council has a figure of it. Let the project profile a benefit that councils measure "
            "each for itself, with an attribution of 'whole' or 'share'",
        )
    missing = [name for name in ("type", "measure", "unit") if getattr(profile, name) is None]
    if missing:
        _conflict(
            "profile",
            "profile-incomplete",
            f"'{profile.profile}' does not say its {' and '.join(missing)} yet, so a figure of it would mean nothing; "
            f"let the project '{profile.project}' say it first",
        )
    if wanted.unit != profile.unit:
        refuse_field("unit", "another-unit", f"'{profile.profile}' is measured in '{profile.unit}'")
    return profile.model_dump(include={"profile", "project", "type", "measure", "unit"})


def _refuse_dates(wanted: Figure, history: Sequence[BenefitFigureTold], today: date) -> None:
    ends = days(wanted.period)[1]
    if wanted.stage != "forecast" and ends > today:
        refuse_field(
            "period", "period-not-over", f"it lasts until {ends}; what comes of it is a 'forecast' until it is over"
        )
    _refuse_future(wanted.effective, today)
    if wanted.stage != "forecast" and wanted.effective < ends:
        refuse_field("effective", "dates-out-of-order", f"{wanted.effective} lies before the end of the period, {ends}")
    if history:
        _refuse_disorder(wanted.effective, history[-1])


def _refuse_future(effective: date, today: date) -> None:
    if effective > today:
        refuse_field("effective", "date-in-the-future", f"{effective} has not come yet; leave it out for today")


def _refuse_disorder(effective: date, before: BenefitFigureTold) -> None:
    if effective < before.effective:
        message = f"{effective} lies before {before.effective}, of which is what was told of it before"
        refuse_field("effective", "dates-out-of-order", message)


def _refuse_counted_twice(
    measure: str, wanted: Figure, profile: KnownProfile, others: Sequence[BenefitFigureTold]
) -> None:
    for held in others:
        same = (held.profile, held.period) == (profile.profile, wanted.period)
        if same or held.measure != measure or not overlap(days(held.period), days(wanted.period)):
            continue
        if held.profile != profile.profile:
            _conflict(
                "profile",
                f"already-{wanted.stage}",
                f"'{measure}' of '{wanted.council}' is {wanted.stage} for {held.period} under the benefit profile "
                f"'{held.profile}' already; a benefit is counted once. Withdraw that figure first, or leave this out",
            )
        _conflict(
            "period",
            "period-overlaps",
            f"'{profile.profile}' has a figure of '{wanted.council}' for {held.period}, which shares days with "
            f"{wanted.period}; withdraw that first, or tell the period it leaves out",
        )


def _refuse_correction(before: BenefitFigureTold | None, wanted: Figure) -> None:
    if before is None:
        if wanted.corrects is not None:
            _conflict("corrects", "nothing-to-correct", "no figure holds that could be put right; leave 'corrects' out")
        return
    if wanted.corrects is None:
        raise ConflictError(
            f"It was told already ({before.value:g} {before.unit}, version {before.number}). To put that right, say "
            f"'corrects': {before.number} and the reason.",
            code="told-already",
        )
    if wanted.corrects != before.number:
        _conflict("corrects", "corrects-another", f"it is version {before.number} that holds")
    if not wanted.reason:
        refuse_field("reason", "reason-missing", "a correction needs one, so that readers see why the figure changed")


def _refuse_verified(verified: Sequence[BenefitFigureTold]) -> None:
    if (held := standing(verified)) is not None:
        raise ConflictError(
            f"This claim was verified on {held.effective}, as {held.value:g} {held.unit}; withdraw the verified figure "
            "first, and verify the claim again afterwards.",
            code="verified-already",
        )


def _refuse_unverifiable(claim: Sequence[BenefitFigureTold], wanted: Figure) -> None:
    claimed = standing(claim)
    if claimed is None:
        _conflict("stage", "not-claimed", "what is not claimed cannot be verified; let the council claim it first")
    if wanted.effective < claimed.effective:
        message = f"{wanted.effective} lies before the claim, which is of {claimed.effective}"
        refuse_field("effective", "dates-out-of-order", message)
    if wanted.by_role in _claimers(claim):
        _conflict(
            "by_role",
            "same-role",
            f"'{wanted.by_role}' claimed it, so another role has to verify it, for example 'digital-office'",
        )
    if wanted.value != claimed.value and not wanted.reason:
        refuse_field("reason", "reason-missing", f"it says why it is not the claimed {claimed.value:g}")


def _claimers(claim: Sequence[BenefitFigureTold]) -> set[str]:
    """Return every role that told of a claim since it was made last."""
    roles: set[str] = set()
    for told in reversed(claim):
        roles.add(told.by_role)
        if told.step == "given":
            break
    return roles


def _conflict(field: str, code: str, message: str) -> NoReturn:
    raise ConflictError(f"{field}: {message}.", code=code, fields=(FieldError(field, message),))
