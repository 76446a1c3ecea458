"""Adoption lines open when a release closes, and for a council of which it is told late that it was there then."""

from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlmodel import col, select

from services.councils import reads
from services.councils.domain import ledger, offers
from services.councils.domain.memberships import History
from services.councils.domain.offers import Released
from services.councils.models import Adoption, ReleasedDeliverable
from shared.database import Transaction
from shared.events.councils import AdoptionOpened
from shared.events.projects import ReleaseClosed

ONE_BY_ONE = text("LOCK TABLE released_deliverable IN SHARE ROW EXCLUSIVE MODE")
"""A release that closes and a council that comes at the same moment do not see each other, unless one waits."""

OPENED = text("SELECT DISTINCT release, deliverable, project, demonstration, opened AS effective FROM adoption")


async def open_lines(change: Transaction, closed: ReleaseClosed) -> int:
    """Open a line for every council that may be there and every deliverable in the release; return how many are new."""
    await change.connection.execute(ONE_BY_ONE)
    brought = offers.brought(closed)
    for one in brought:
        await change.session.merge(
            ReleasedDeliverable(
                release=one.release,
                deliverable=one.deliverable,
                project=one.project,
                demonstration=one.demonstration,
                effective=one.effective,
                day=one.day,
            )
        )
    wanted = [one.deliverable for one in brought]
    lines = select(Adoption.council, Adoption.deliverable).where(col(Adoption.deliverable).in_(wanted))
    told = await reads.memberships.histories(change.session)
    return _open(change, offers.open_lines(brought, told, await change.session.exec(lines)))


async def open_missing_lines(change: Transaction, council: str, history: History) -> int:
    """Open the lines that a council should have by what is known of it now; return how many are new."""
    await change.connection.execute(ONE_BY_ONE)
    lines = select(Adoption.council, Adoption.deliverable).where(Adoption.council == council)
    existing = await change.session.exec(lines)
    return _open(change, offers.open_lines(await _released(change), {council: history}, existing))


async def _released(change: Transaction) -> Iterable[Released]:
    """Return what closed releases brought: as was heard, and as the lines of others tell of what was heard before."""
    heard = (await change.session.exec(select(ReleasedDeliverable))).all()
    known = [Released(one.release, one.deliverable, one.project, one.demonstration, one.effective) for one in heard]
    there = {(one.release, one.deliverable) for one in known}
    lines = [Released(**row) for row in (await change.connection.execute(OPENED)).mappings()]
    return [*known, *(one for one in lines if (one.release, one.deliverable) not in there)]


def _open(change: Transaction, opened: Sequence[AdoptionOpened]) -> int:
    for event in opened:
        change.record(event, of=ledger.open_line(event, change.now))
    return len(opened)
