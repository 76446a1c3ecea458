"""Reading releases with what is in them, now or as at a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import views
from services.projects.domain import releases as rules
from services.projects.domain import scope
from services.projects.domain.releases import Item
from services.projects.models import Deliverable, Release, ReleaseItem
from services.projects.reads import histories
from services.projects.reads.histories import History
from services.projects.views.columns import columns


async def items(session: AsyncSession, release: str, *, hold: bool = False) -> list[tuple[ReleaseItem, Deliverable]]:
    """Return what is in a release, by key; `hold` keeps names and states as they are until the transaction ends."""
    query = (
        select(ReleaseItem, Deliverable)
        .join(Deliverable, col(Deliverable.key) == col(ReleaseItem.deliverable))
        .where(ReleaseItem.release == release)
        .order_by(col(ReleaseItem.deliverable))
    )
    if hold:
        query = query.with_for_update(read=True, of=Deliverable).execution_options(populate_existing=True)
    return list((await session.exec(query)).all())


def told(found: Sequence[tuple[ReleaseItem, Deliverable]]) -> list[Item]:
    """Return items as decisions need them."""
    return [Item(of.key, of.project, of.name, of.state, item.ready) for item, of in found]


async def release(session: AsyncSession, row: Release, today: date, as_at: date | None = None) -> views.ReleaseView:
    """Return a release with what is in it, and its seal if it is closed."""
    return (await releases(session, [row], today, as_at))[0]


async def releases(
    session: AsyncSession, rows: Sequence[Release], today: date, as_at: date | None = None
) -> list[views.ReleaseView]:
    """Return releases with what is in each, in a few queries however many they are."""
    keys = [row.key for row in rows]
    found = await histories.histories(session, keys)
    inside = await _inside(session, keys)
    if as_at is None:
        return [_now(row, inside.get(row.key, []), found[row.key], today) for row in rows]
    names = await histories.deliverables(session, found)
    return [_then(row, inside.get(row.key, []), found[row.key], names, as_at) for row in rows]


async def _inside(session: AsyncSession, keys: Sequence[str]) -> Mapping[str, list[views.ReleaseItemView]]:
    query = (
        select(ReleaseItem, Deliverable)
        .join(Deliverable, col(Deliverable.key) == col(ReleaseItem.deliverable))
        .where(col(ReleaseItem.release).in_(keys))
        .order_by(col(ReleaseItem.release), col(ReleaseItem.deliverable))
    )
    return {
        key: [views.release_item(item, of) for item, of in some]
        for key, some in groupby((await session.exec(query)).all(), key=lambda pair: pair[0].release)
    }


def _now(row: Release, inside: list[views.ReleaseItemView], known: History, today: date) -> views.ReleaseView:
    return _shown(row, inside, known, today, **columns(row, without={"frozen_told"}))


def _then(
    row: Release, inside: list[views.ReleaseItemView], known: History, names: Mapping[str, Deliverable], day: date
) -> views.ReleaseView:
    """Show a release as it was on a day: what was in it, what was said of it, and who had signed it off."""
    closed = row.closed_day is not None and row.closed_day <= day
    if not closed:
        inside = [views.item_then(one, names[one.deliverable]) for one in scope.contents(known.log, day)]
    then = columns(row, without={"frozen_told"}) | {
        "state": scope.state(row, begun=known.begun(day), announced=known.announced(row) <= day, day=day)
    }
    if (said := scope.details(known.details, day)) is not None:
        then |= {"name": said.name, "planned_for": said.planned_for}
        then |= {"freeze_on": said.freeze_on, "sign_offs_needed": said.sign_offs_needed}
    if not closed:
        then |= {"closed_on": None, "carried_over_to": None}
    return _shown(row, inside, known, day, as_at=day, **then)


def _shown(
    row: Release, inside: list[views.ReleaseItemView], known: History, day: date, **shown: Any
) -> views.ReleaseView:
    seal = known.seal if shown["state"] == "closed" else None
    return views.ReleaseView(
        href=f"{views.BASE}/releases/{row.key}",
        frozen=rules.frozen(shown["freeze_on"], day),
        sign_offs=views.sign_offs(shown["sign_offs_needed"], known.standing(day)),
        manifest_sha256=seal.sha256 if seal else None,
        signature=seal.signature if seal else None,
        key_id=seal.key_id if seal else None,
        amendments=known.amendments(day),
        ready=sum(item.ready for item in inside),
        not_ready=sum(not item.ready for item in inside),
        deliverables=inside,
        **shown,
    )
