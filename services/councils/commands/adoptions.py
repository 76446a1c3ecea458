"""Adoption lines: opened in bulk when a release closes, moved one by one by the councils they belong to."""

from pydantic import Field
from sqlmodel import col, select

from services.councils import reads, views
from services.councils.domain import adoptions
from services.councils.domain.adoptions import Reason, State
from services.councils.models import Adoption, AdoptionMove
from shared.database import Transaction
from shared.events.projects import ReleaseClosed
from shared.values import PartialDate, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class MoveAdoption(Wish):
    """The state a council has come to with a deliverable, since when, and why where that is asked for."""

    state: State
    note: Text | None = Field(default=None, min_length=1)
    reason: Reason | None = None
    effective: PartialDate | None = None


async def open_lines(change: Transaction, closed: ReleaseClosed) -> int:
    """Open a line for every member and every deliverable in the release; return how many are new."""
    wanted = [item.deliverable for item in closed.included]
    lines = select(Adoption.council, Adoption.deliverable).where(col(Adoption.deliverable).in_(wanted))
    opened = adoptions.open_lines(closed, await reads.periods(change.session), await change.session.exec(lines))
    for event in opened:
        line = Adoption(
            council=event.council,
            deliverable=event.deliverable,
            project=event.project,
            release=event.release,
            demonstration=event.demonstration,
            opened=event.effective,
            state=event.state,
            since=event.effective,
            created_at=change.now,
            changed_at=change.now,
        )
        change.record(event, of=line)
    return len(opened)


async def move_adoption(call: Call, asked: str, deliverable: str, wish: MoveAdoption) -> views.AdoptionView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, asked)
        adoptions.refuse_others(call.caller.council, council)
        line = await change.lock(Adoption, council, deliverable, called="adoption line")
        call.expect(line)
        today = change.today
        effective = wish.effective or today.isoformat()
        event = adoptions.move(line, wish.state, note=wish.note, reason=wish.reason, effective=effective, today=today)
        line.state, line.since = event.to_state, event.effective
        line.reason, line.note = wish.reason, wish.note
        change.record(event, of=line)
        change.session.add(
            AdoptionMove(
                council=council,
                deliverable=deliverable,
                number=line.version,
                from_state=event.from_state,
                to_state=event.to_state,
                reason=wish.reason,
                note=wish.note,
                effective=event.effective,
                recorded_at=change.now,
            )
        )
        return await call.answer(change, views.adoption(line))
