"""Ratings of delivery confidence: given by a project itself, or by others apart from it."""

from datetime import date

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import reads, views
from services.projects.domain import confidence as rules
from services.projects.domain.roles import Role
from services.projects.models import ConfidenceRating, Project
from shared.database import Transaction
from shared.values import Day, Link, Text
from shared.web.calls import Call
from shared.web.resources import Resource, Wish

MOST_EVIDENCE = 50


class RateConfidence(Wish):
    """How a role rates the confidence in a project's delivery."""

    kind: rules.Kind
    rating: rules.Colour
    by_role: Role
    reason: Text | None = None
    evidence: list[Link] = Field(default=[], max_length=MOST_EVIDENCE)
    effective: Day | None = None


class Rated(Resource):
    """A recorded rating, and how confident it leaves the delivery; `version` is the project's."""

    project: str
    rating: views.RatingView
    confidence: views.ConfidenceView


async def rate_confidence(call: Call, key: str, wish: RateConfidence) -> Rated:
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        said = wish.model_dump(exclude={"effective"})
        row = await add_rating(change, project, rules.Rating(effective=wish.effective or change.today, **said))
        answer = Rated(
            href=f"{views.BASE}/projects/{key}/confidence-ratings",
            version=project.version,
            project=key,
            rating=views.rating(row),
            confidence=await reads.confidence(change.session, key, change.today),
        )
        return await call.answer(change, answer)


async def add_rating(change: Transaction, project: Project, given: rules.Rating) -> ConfidenceRating:
    """Add a rating to a project, whose row is locked."""
    mine = (ConfidenceRating.project == project.key, ConfidenceRating.kind == given.kind)
    latest = (
        select(ConfidenceRating)
        .where(*mine, col(ConfidenceRating.effective) <= given.effective)
        .order_by(col(ConfidenceRating.effective).desc(), col(ConfidenceRating.number).desc())
        .limit(1)
    )
    before = (await change.session.exec(latest)).first()
    numbers = select(func.max(col(ConfidenceRating.number))).where(ConfidenceRating.project == project.key)
    number = ((await change.session.exec(numbers)).one() or 0) + 1
    event = rules.rate(project, given, before, number=number, today=change.today)
    row = ConfidenceRating(
        project=project.key,
        number=number,
        kind=event.kind,
        rating=event.rating,
        by_role=event.by_role,
        reason=event.reason,
        evidence=list(event.evidence),
        update=event.update,
        effective=date.fromisoformat(event.effective),
        recorded_at=change.now,
    )
    change.session.add(row)
    change.record(event, of=project)
    await change.flush()
    return row
