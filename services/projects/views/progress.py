"""Progress updates, their rhythm and delivery confidence, as answers show them."""

from datetime import date, datetime

from pydantic import Field

from services.projects import models
from services.projects.domain import confidence as rules
from services.projects.domain.confidence import Shown
from services.projects.domain.progress import Hearing
from services.projects.views.columns import BASE, columns
from shared.web.resources import Resource, View


class RatingView(View):
    """A rating as it was given; `update` is the number of the update it came with."""

    number: int
    kind: str
    rating: str
    by_role: str
    reason: str | None = None
    evidence: list[str]
    update: int | None = None
    effective: date
    recorded_at: datetime


class UpdateView(View):
    """What a project told: `effective` is the day it tells of, `told_on` the day it was told.

    `corrects` is the number of an earlier update that it puts right, `corrected_by` of a later one that does so to it.
    """

    number: int
    text: str
    by_role: str
    evidence: list[str]
    effective: date
    told_on: date
    corrects: int | None = None
    correction_reason: str | None = None
    corrected_by: int | None = None
    recorded_at: datetime


class ShownRating(View):
    """What is shown of a rating: its colour, not-yet-rated, or `stale` in place of the colour while nobody hears.

    `last` is the last colour that was given, and `effective` its day, also while it is stale.
    """

    shown: Shown
    last: str | None = None
    effective: date | None = None
    by_role: str | None = None
    reason: str | None = None
    evidence: list[str] = Field(default=[])
    recorded_at: datetime | None = None


class ConfidenceView(View):
    """How confident the project itself, and others apart from it, are in its delivery."""

    own: ShownRating
    independent: ShownRating
    quiet_since: date | None = None
    last_update: date | None = None
    update_due: date | None = None


class ProjectConfidenceView(Resource, ConfidenceView):
    """The confidence in one project on a day; `version` is the project's."""

    project: str
    as_at: date


class RhythmView(Resource):
    """How often a project tells of its progress; `every_days` null is never. `version` is the project's."""

    project: str
    as_at: date
    every_days: int | None = None
    starts: date | None = None
    effective: date | None = None
    last_update: date | None = None
    update_due: date | None = None
    quiet_since: date | None = None


def rating(row: models.ConfidenceRating) -> RatingView:
    return RatingView(**columns(row, without={"project"}))


def update(row: models.ProgressUpdate, corrected_by: int | None = None) -> UpdateView:
    return UpdateView(**columns(row, without={"project"}), corrected_by=corrected_by)


def confidence(ratings: dict[str, models.ConfidenceRating], heard: Hearing) -> ConfidenceView:
    """Show the ratings of a project, by kind, in the light of when it was heard."""
    own, independent = (_shown(kind, ratings.get(kind), heard.quiet_since) for kind in rules.KINDS)
    return ConfidenceView(
        own=own,
        independent=independent,
        quiet_since=heard.quiet_since,
        last_update=heard.last,
        update_due=heard.due,
    )


def project_confidence(row: models.Project, then: ConfidenceView, day: date) -> ProjectConfidenceView:
    return ProjectConfidenceView(
        href=f"{BASE}/projects/{row.key}/confidence", version=row.version, project=row.key, as_at=day, **dict(then)
    )


def rhythm(row: models.Project, heard: Hearing, day: date) -> RhythmView:
    agreed = heard.rhythm
    return RhythmView(
        href=f"{BASE}/projects/{row.key}/update-rhythm",
        version=row.version,
        project=row.key,
        as_at=day,
        every_days=agreed.every_days if agreed else None,
        starts=agreed.starts if agreed else None,
        effective=agreed.agreed if agreed else None,
        last_update=heard.last,
        update_due=heard.due,
        quiet_since=heard.quiet_since,
    )


def _shown(kind: str, row: models.ConfidenceRating | None, quiet_since: date | None) -> ShownRating:
    told = rules.shown(kind, row.rating if row else None, row.effective if row else None, quiet_since)
    if row is None:
        return ShownRating.model_validate({"shown": told})
    said = row.model_dump(include={"effective", "by_role", "reason", "evidence", "recorded_at"})
    return ShownRating.model_validate({"shown": told, "last": row.rating} | said)
