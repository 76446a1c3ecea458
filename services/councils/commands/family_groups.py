"""Family groups: made, filled from a day on, and corrected; none is there until somebody loads it."""

from pydantic import Field

from services.councils import reads, views
from services.councils.domain import family_groups
from services.councils.domain.family_groups import Correction, Said, Standing
from services.councils.models import FamilyGroup, FamilyGroupTold
from shared.database import Transaction
from shared.values import Key, Link, Name, PartialDate, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST = 50


class RegisterFamilyGroup(Wish):
    """A family group and where it is to be found."""

    key: Key
    name: Name
    source: Link


class PutIntoGroup(Wish):
    """A council (its slug or a code) is in the group, from a date as exact as its source."""

    council: str = Field(min_length=1, max_length=100)
    since: PartialDate = Field(alias="from")
    source: Link | None = None


class TakeOutOfGroup(Wish):
    """The first day on which the council is not in the group any more, as exactly as it is known."""

    since: PartialDate = Field(alias="from")
    source: Link | None = None


class GroupFact(Wish):
    """What was really so: in place of what was told under a number (`corrects`), or what was left out (null)."""

    corrects: int | None = Field(default=None, ge=1, le=2**63 - 1, strict=True)
    council: str = Field(min_length=1, max_length=100)
    standing: Standing
    effective: PartialDate | None = Field(default=None, alias="from")


class CorrectGroup(Wish):
    """Corrections of what was told of a group, all for one reason; they hold together or not at all."""

    facts: list[GroupFact] = Field(min_length=1, max_length=MOST)
    reason: Text = Field(min_length=1)
    source: Link | None = None


async def register_family_group(call: Call, wish: RegisterFamilyGroup) -> views.FamilyGroupHistoryView:
    async with call.transaction() as change:
        found = await change.find(FamilyGroup, wish.key)
        event = family_groups.register(wish.key, name=wish.name, source=wish.source, found=found)
        row = FamilyGroup(created_at=change.now, changed_at=change.now, **wish.model_dump())
        change.record(event, of=row)
        await change.session.flush()
        return await call.answer(change, await _shown(change, row))


async def put_into_group(call: Call, key: str, wish: PutIntoGroup) -> views.FamilyGroupHistoryView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, wish.council)
        row = await change.lock(FamilyGroup, key)
        history = (await reads.family_groups.histories(change.session, key))[key][council]
        _tell(change, row, family_groups.put_in(key, council, history, since=wish.since, source=wish.source))
        return await call.answer(change, await _shown(change, row))


async def take_out_of_group(call: Call, key: str, asked: str, wish: TakeOutOfGroup) -> views.FamilyGroupHistoryView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, asked)
        row = await change.lock(FamilyGroup, key)
        history = (await reads.family_groups.histories(change.session, key))[key][council]
        _tell(change, row, family_groups.take_out(key, council, history, since=wish.since, source=wish.source))
        return await call.answer(change, await _shown(change, row))


async def correct_group(call: Call, key: str, wish: CorrectGroup) -> views.FamilyGroupHistoryView:
    async with call.transaction() as change:
        row = await change.lock(FamilyGroup, key)
        found = (await reads.family_groups.histories(change.session, key))[key]
        for fact in wish.facts:
            council = await reads.slug_of(change.session, fact.council)
            wanted = Correction(fact.corrects, fact.standing, fact.effective)
            event = family_groups.correct(key, council, found[council], wanted, reason=wish.reason, source=wish.source)
            found[council].append(_tell(change, row, event))
        for council, history in found.items():
            family_groups.refuse_incoherent(council, history)
        return await call.answer(change, await _shown(change, row))


def _tell(change: Transaction, row: FamilyGroup, event: Said) -> FamilyGroupTold:
    change.record(event, of=row)
    told = family_groups.told(event, row.version, change.now)
    change.session.add(told)
    return told


async def _shown(change: Transaction, row: FamilyGroup) -> views.FamilyGroupHistoryView:
    told = (await reads.family_groups.histories(change.session, row.key))[row.key]
    return views.family_group_history(row, told, change.today)
