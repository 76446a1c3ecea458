"""Memberships: a council agrees in principle, joins, leaves; and what was told wrongly is put right by a new fact."""

from collections.abc import Sequence

from pydantic import Field
from sqlmodel import col, delete

from services.councils import reads, views
from services.councils.commands.offers import open_missing_lines
from services.councils.domain import memberships
from services.councils.domain.memberships import Certainty, Corrected, Correction, Said
from services.councils.models import Membership, MembershipPeriod, MembershipTold
from shared.database import Transaction
from shared.values import Link, PartialDate, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST = 50


class StartMembership(Wish):
    """A council (its slug or a code) is a member; `joined` is as exact as its source, null where no date was found."""

    council: str = Field(min_length=1, max_length=100)
    joined: PartialDate | None = None
    certainty: Certainty
    source: Link | None = None


class AgreeInPrinciple(Wish):
    """When a council agreed in principle, as exactly as its source says; null where no date was found."""

    agreed: PartialDate | None = None
    certainty: Certainty
    source: Link | None = None


class EndMembership(Wish):
    """The first day on which a council is a member no more, as exactly as it is known; null where no date was found."""

    left: PartialDate | None = None
    certainty: Certainty = "known"
    source: Link | None = None


class MembershipFact(Wish):
    """What was really so: in place of what was told under a number (`corrects`), or what was left out (null)."""

    corrects: int | None = Field(default=None, ge=1, le=2**63 - 1, strict=True)
    standing: Corrected
    effective: PartialDate | None = None
    certainty: Certainty | None = None


class CorrectMembership(Wish):
    """Corrections of what was told of a council, all for one reason; they hold together or not at all."""

    facts: list[MembershipFact] = Field(min_length=1, max_length=MOST)
    reason: Text = Field(min_length=1)
    source: Link | None = None


async def start_membership(call: Call, wish: StartMembership) -> views.MembershipHistoryView:
    async with call.transaction() as change:
        slug = await reads.slug_of(change.session, wish.council)
        row, history = await _known(change, slug)
        event = memberships.start(slug, history, joined=wish.joined, certainty=wish.certainty, source=wish.source)
        return await call.answer(change, await _tell(change, row, history, [event]))


async def agree_in_principle(call: Call, asked: str, wish: AgreeInPrinciple) -> views.MembershipHistoryView:
    async with call.transaction() as change:
        slug = await reads.slug_of(change.session, asked)
        row, history = await _known(change, slug)
        event = memberships.agree_in_principle(
            slug, history, agreed=wish.agreed, certainty=wish.certainty, source=wish.source
        )
        return await call.answer(change, await _tell(change, row, history, [event]))


async def end_membership(call: Call, asked: str, wish: EndMembership) -> views.MembershipHistoryView:
    async with call.transaction() as change:
        slug = await reads.slug_of(change.session, asked)
        row, history = await _known(change, slug)
        event = memberships.end(
            slug, history, left=wish.left, certainty=wish.certainty, source=wish.source, today=change.today
        )
        return await call.answer(change, await _tell(change, row, history, [event]))


async def correct_membership(call: Call, asked: str, wish: CorrectMembership) -> views.MembershipHistoryView:
    async with call.transaction() as change:
        slug = await reads.slug_of(change.session, asked)
        row, history = await _known(change, slug)
        events: list[Said] = []
        sofar = list(history)
        for fact in wish.facts:
            wanted = Correction(fact.corrects, fact.standing, fact.effective, fact.certainty)
            event = memberships.correct(slug, sofar, wanted, reason=wish.reason, source=wish.source)
            events.append(event)
            sofar.append(memberships.told(event, row.version + len(events), today=change.today, now=change.now))
        memberships.refuse_incoherent(slug, sofar)
        return await call.answer(change, await _tell(change, row, history, events))


async def _known(change: Transaction, slug: str) -> tuple[Membership, list[MembershipTold]]:
    """Return the membership of a council, locked, and all that was told of it; a new one if nothing was."""
    row = await change.find(Membership, slug)
    if row is None:
        return Membership(council=slug, created_at=change.now, changed_at=change.now), []
    return row, (await reads.memberships.histories(change.session, slug))[slug]


async def _tell(
    change: Transaction, row: Membership, history: Sequence[MembershipTold], events: Sequence[Said]
) -> views.MembershipHistoryView:
    """Say what happened, keep it, offer what releases brought meanwhile, and show how the council stands."""
    every = list(history)
    for event in events:
        change.record(event, of=row)
        every.append(memberships.told(event, row.version, today=change.today, now=change.now))
    await change.session.flush()
    change.session.add_all(every[len(history) :])
    await _keep_periods(change, row.council, every)
    await open_missing_lines(change, row.council, every)
    return views.membership_history(row, every, change.today)


async def _keep_periods(change: Transaction, council: str, history: Sequence[MembershipTold]) -> None:
    """Keep what the last release reads beside what was told: both versions may run at once."""
    await change.session.flush()
    await change.session.exec(delete(MembershipPeriod).where(col(MembershipPeriod.council) == council))
    change.session.add_all(memberships.periods(history))
    await change.session.flush()
