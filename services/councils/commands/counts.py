"""Counts of members that sources reported."""

from pydantic import Field

from services.councils import reads, views
from services.councils.domain import counts
from services.councils.models import MembershipCount
from shared.values import Key, Link, PartialDate, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class ReportCount(Wish):
    """How many councils were members, as a source says, and on what basis."""

    key: Key
    as_of: PartialDate
    councils: int = Field(ge=0, le=10_000, strict=True)
    basis: Text = Field(min_length=1)
    source: Link


async def report_count(call: Call, wish: ReportCount) -> views.CountView:
    async with call.transaction() as change:
        found = await change.find(MembershipCount, wish.key)
        event = counts.report(
            wish.key, as_of=wish.as_of, councils=wish.councils, basis=wish.basis, source=wish.source, found=found
        )
        row = MembershipCount(created_at=change.now, changed_at=change.now, **wish.model_dump())
        change.record(event, of=row)
        return await call.answer(change, views.count(row, await reads.counts(change.session)))
