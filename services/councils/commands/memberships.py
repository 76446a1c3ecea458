"""Memberships: a council joins, leaves, and how many there are by what a source reports."""

from pydantic import Field

from services.councils import reads, views
from services.councils.domain import memberships
from services.councils.domain.memberships import Certainty
from services.councils.models import Membership, MembershipCount, MembershipPeriod
from shared.values import Key, Link, PartialDate, Text, last_day
from shared.web.calls import Call
from shared.web.resources import Wish


class StartMembership(Wish):
    """A council (its slug or a code) is a member; `joined` is as exact as its source, null where no date was found."""

    council: str = Field(min_length=1, max_length=100)
    joined: PartialDate | None = None
    certainty: Certainty
    source: Link | None = None


class EndMembership(Wish):
    """The first day on which a council is a member no more, as exactly as it is known."""

    left: PartialDate


class ReportCount(Wish):
    """How many councils were members, as a source says, and on what basis."""

    key: Key
    as_of: PartialDate
    councils: int = Field(ge=0, le=10_000, strict=True)
    basis: Text = Field(min_length=1)
    source: Link


async def start_membership(call: Call, wish: StartMembership) -> views.MembershipView:
    async with call.transaction() as change:
        slug = await reads.slug_of(change.session, wish.council)
        row = await change.find(Membership, slug)
        periods = (await reads.periods(change.session, [slug]))[slug]
        event = memberships.start(slug, periods, joined=wish.joined, certainty=wish.certainty, source=wish.source)
        row = row or Membership(council=slug, created_at=change.now, changed_at=change.now)
        change.record(event, of=row)
        await change.session.flush()
        change.session.add(
            MembershipPeriod(
                council=slug,
                number=len(periods) + 1,
                joined=event.effective,
                certainty=event.certainty,
                certain_from=memberships.certain_from(event, change.today),
                source=event.source,
            )
        )
        return await call.answer(change, await reads.membership(change.session, slug))


async def end_membership(call: Call, asked: str, wish: EndMembership) -> views.MembershipView:
    async with call.transaction() as change:
        slug = await reads.slug_of(change.session, asked)
        row = await change.find(Membership, slug)
        periods = (await reads.periods(change.session, [slug]))[slug]
        event = memberships.end(slug, periods, left=wish.left)
        periods[-1].ended, periods[-1].ended_day = event.effective, last_day(event.effective)
        if row is not None:
            change.record(event, of=row)
        return await call.answer(change, await reads.membership(change.session, slug))


async def report_count(call: Call, wish: ReportCount) -> views.CountView:
    async with call.transaction() as change:
        found = await change.find(MembershipCount, wish.key)
        event = memberships.report(
            wish.key, as_of=wish.as_of, councils=wish.councils, basis=wish.basis, source=wish.source, found=found
        )
        row = MembershipCount(created_at=change.now, changed_at=change.now, **wish.model_dump())
        change.record(event, of=row)
        return await call.answer(change, views.count(row))
