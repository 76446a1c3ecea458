"""Delivery confidence: who may rate it, what a rating must say, and what is shown of it once a project is quiet."""

from collections.abc import Collection
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from services.projects.domain.projects import refuse_closed
from services.projects.domain.roles import Role
from services.projects.models import ConfidenceRating, Project
from shared.errors import refuse_field
from shared.events.projects import ProjectConfidenceRated

Colour = Literal["green", "amber", "red", "not-yet-rated"]
Kind = Literal["own", "independent"]
Shown = Literal["green", "amber", "red", "not-yet-rated", "stale"]

KINDS: tuple[Kind, ...] = ("own", "independent")
NOT_YET_RATED: Literal["not-yet-rated"] = "not-yet-rated"
STALE: Literal["stale"] = "stale"

OWN: tuple[Role, ...] = ("project-lead", "sponsor")
"""The roles that speak for a project itself."""
INDEPENDENT: tuple[Role, ...] = ("delivery-board", "digital-office")
"""The roles that look at a project from outside."""


class Rating(BaseModel):
    """How a role rates the confidence in a project's delivery, on what grounds."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    rating: Colour
    by_role: Role
    reason: str | None = None
    evidence: tuple[str, ...] = ()
    effective: date
    update: int | None = None


def rate(
    project: Project, given: Rating, before: ConfidenceRating | None, *, number: int, today: date
) -> ProjectConfidenceRated:
    """Take a rating in, or refuse it; `before` is the one of its kind that held on its day until now."""
    if given.kind == "own":
        refuse_role("by_role", given.by_role, OWN, "an own rating is given by the project itself")
    else:
        refuse_role("by_role", given.by_role, INDEPENDENT, "an independent rating is never the project's own")
    if given.effective > today:
        refuse_field("effective", "date-in-the-future", f"{given.effective} has not come yet; rate it when it has")
    if project.closed_on is not None and given.effective > project.closed_on:
        refuse_closed(project)
    was = before.rating if before else NOT_YET_RATED
    if not given.reason:
        if given.rating in {"amber", "red"}:
            refuse_field("reason", "reason-missing", f"'{given.rating}' needs one, so that others know what is wrong")
        if before is not None and was != given.rating:
            refuse_field("reason", "reason-missing", f"a change from '{was}' to '{given.rating}' needs one")
    return ProjectConfidenceRated(
        project=project.key,
        number=number,
        kind=given.kind,
        rating=given.rating,
        from_rating=was,
        by_role=given.by_role,
        reason=given.reason,
        evidence=given.evidence,
        update=given.update,
        effective=given.effective.isoformat(),
    )


def shown(kind: str, rating: str | None, rated_on: date | None, quiet_since: date | None) -> str:
    """Return what is shown of a rating: its colour, or stale in its place while the project is quiet.

    Somebody from outside may look at a quiet project and rate it anew: that rating stands.
    """
    if quiet_since is None or (kind == "independent" and (rated_on is None or rated_on >= quiet_since)):
        return rating or NOT_YET_RATED
    return STALE


def refuse_role(field: str, told: Role, may: Collection[Role], why: str) -> None:
    """Refuse a role that may not say this, and name those that may."""
    if told not in may:
        message = f"'{told}' may not say this: {why} ({' or '.join(may)})"
        refuse_field(field, "role-may-not", message)
