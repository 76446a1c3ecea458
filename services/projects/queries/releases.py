"""Lists of releases as they are or were on a day, what changed their scope, and how far each is from closing."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, true
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads, views
from services.projects.domain import readiness as rules
from services.projects.domain import sign_offs
from services.projects.models import (
    Deliverable,
    DeliverableVersion,
    Release,
    ReleaseDetails,
    ReleaseScopeChange,
    ReleaseSignOff,
)
from services.projects.queries import states
from services.projects.queries.keyset import keyed, number, position, text
from services.projects.reads import histories
from shared.clock import end_of
from shared.web.resources import PageWanted


async def releases(
    session: AsyncSession, wanted: PageWanted, today: date, as_at: date | None
) -> list[views.ReleaseView]:
    """Return releases, those that were known of on a day if one is asked for."""
    rows = await keyed(session, Release, wanted, *((_stood(as_at),) if as_at else ()))
    return await reads.releases(session, rows, today, as_at)


async def scope_changes(
    session: AsyncSession, wanted: PageWanted, release: str, as_at: date | None
) -> Sequence[ReleaseScopeChange]:
    """Return the log of a release's scope in the order in which it was recorded, up to a day if one is asked for."""
    await reads.get(session, Release, release, "release")
    model = ReleaseScopeChange
    query = select(model).where(model.release == release).order_by(col(model.number), col(model.deliverable))
    if as_at:
        query = query.where(col(model.effective_day) <= as_at)
    if wanted.after:
        after, deliverable = position(wanted, number, text)
        later = and_(col(model.number) == after, col(model.deliverable) > deliverable)
        query = query.where(or_(col(model.number) > after, later))
    return (await session.exec(query.limit(wanted.limit + 1))).all()


async def sign_off_records(
    session: AsyncSession, wanted: PageWanted, release: str, day: date
) -> list[views.SignOffRecordView]:
    """Return the sign-offs of a release that were given by a day, and whether each had become stale by then."""
    row = await reads.get(session, Release, release, "release")
    known = await histories.history(session, release)
    last = max((line.number for line in known.log if line.effective_day <= day), default=0)
    query = select(ReleaseSignOff).where(ReleaseSignOff.release == release, col(ReleaseSignOff.effective) <= day)
    if wanted.after:
        query = query.where(col(ReleaseSignOff.number) > position(wanted, number)[0])
    found = (await session.exec(query.order_by(col(ReleaseSignOff.number)).limit(wanted.limit + 1))).all()
    return [views.sign_off_record(one, stale=one.number < last, version=row.version) for one in found]


async def readiness(session: AsyncSession, release: str, today: date, as_at: date | None) -> views.ReadinessView:
    """Return what each deliverable of a release lacks, and what the release itself lacks to be closed."""
    row = await reads.get(session, Release, release, "release")
    shown = await reads.release(session, row, today, as_at)
    stood = await _states(session, [one.deliverable for one in shown.deliverables], as_at or today)
    known = await histories.history(session, release)
    lacking = sign_offs.lacking(shown.sign_offs_needed, known.standing(as_at or today))
    return views.ReadinessView(
        href=f"{shown.href}/readiness",
        version=shown.version,
        release=release,
        as_at=as_at or today,
        state=shown.state,
        ready=shown.ready,
        not_ready=shown.not_ready,
        deliverables=[_ready(one, *stood.get(one.deliverable, (None, 0))) for one in shown.deliverables],
        sign_offs=shown.sign_offs,
        missing=[] if shown.state == "closed" else [*([] if shown.ready else ["nothing in it is ready"]), *lacking],
    )


def _ready(item: views.ReleaseItemView, state: str | None, versions: int) -> views.DeliverableReadinessView:
    missing = rules.missing(ready=item.ready, note=item.note, state=state, versions=versions)
    return views.DeliverableReadinessView(
        deliverable=item.deliverable,
        project=item.project,
        name=item.name,
        state=state,
        ready=item.ready,
        note=item.note,
        missing=[views.MissingView(what=one.what, text=one.text) for one in missing],
    )


async def _states(session: AsyncSession, keys: Sequence[str], day: date) -> dict[str, tuple[str | None, int]]:
    """Return for each deliverable the state it was in on a day, and how many versions of it had been published."""
    told = states.told_by(day, col(Deliverable.key)).order_by(states.VERSION.desc()).limit(1)
    stood = told.correlate(Deliverable).lateral("stood")
    published = (
        select(func.count())
        .where(DeliverableVersion.deliverable == Deliverable.key, col(DeliverableVersion.effective) <= day)
        .correlate(Deliverable)
        .scalar_subquery()
    )
    query: Any = select(Deliverable.key, stood.c.state, published).select_from(Deliverable).outerjoin(stood, true())
    found = (await session.exec(query.where(col(Deliverable.key).in_(keys)))).all()
    return {key: (state, versions) for key, state, versions in found}


def _stood(day: date) -> ColumnElement[bool]:
    """Return the condition for a release to be listed on a day: it was on the register, or something dated says so."""
    details, line = ReleaseDetails, ReleaseScopeChange
    of_release = exists().where(col(details.release) == Release.key)
    planned = _over(details.__table__.c.planned_for, day)  # type: ignore[attr-defined]
    return or_(
        col(Release.closed_day) <= day,
        exists().where(col(line.release) == Release.key, col(line.effective_day) <= day),
        exists().where(
            col(details.release) == Release.key,
            or_(col(details.effective) <= day, and_(col(details.number) == 1, planned)),
        ),
        # one that is not in the log of what was said: an older replica entered it
        and_(~of_release, col(Release.created_at) < end_of(day)),
    )


def _over(partial: ColumnElement[str], day: date) -> ColumnElement[bool]:
    """Return the condition for a date, as exact as its source, to have come: it counts from its last day."""
    month = day if (day + timedelta(days=1)).day == 1 else day.replace(day=1) - timedelta(days=1)
    year = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    return case(
        (func.length(partial) == len("2018"), partial <= f"{year:04}"),
        (func.length(partial) == len("2018-02"), partial <= f"{month:%Y-%m}"),
        else_=partial <= day.isoformat(),
    )
