"""Adoption lines: opened in bulk when a release closes, moved one by one by the councils they belong to."""

from datetime import date

from pydantic import Field
from sqlmodel import col, select

from services.councils import reads, views
from services.councils.commands import acknowledgements
from services.councils.domain import adoptions, standings
from services.councils.domain.adoptions import Reason, State
from services.councils.models import Adoption, AdoptionMove, DeliverableStanding
from shared.database import Transaction
from shared.events.councils import AdoptionMoved
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


async def move_adoption(call: Call, asked: str, deliverable: str, wish: MoveAdoption) -> views.AdoptionMovedView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, asked)
        adoptions.refuse_others(call.caller.council, council)
        line = await change.lock(Adoption, council, deliverable, called="adoption line")
        call.expect(line)
        # read after the line is locked: whoever tells of an end locks the line before it looks who has adopted
        standing = await change.session.get(DeliverableStanding, deliverable)
        step = await apply(change, line, standing, wish)
        return await call.answer(change, views.adoption_moved(line, standings.warnings(step, standing)))


async def apply(
    change: Transaction, line: Adoption, standing: DeliverableStanding | None, wish: MoveAdoption
) -> standings.Step:
    """Move a line, which is locked, as it is wished: the one way in which lines move, by whatever road it is told."""
    event, step = decide(line, standing, wish, change.today)
    line.state, line.since = event.to_state, event.effective
    line.reason, line.note = wish.reason, wish.note
    change.record(event, of=line)
    change.session.add(
        AdoptionMove(
            council=line.council,
            deliverable=line.deliverable,
            number=line.version,
            from_state=event.from_state,
            to_state=event.to_state,
            reason=wish.reason,
            note=wish.note,
            effective=event.effective,
            recorded_at=change.now,
        )
    )
    await _told_of_its_end(change, line, step, standing)
    return step


def decide(
    line: Adoption, standing: DeliverableStanding | None, wish: MoveAdoption, today: date
) -> tuple[AdoptionMoved, standings.Step]:
    """Return what it would be to move a line as it is wished, or refuse; nothing is changed."""
    effective = wish.effective or today.isoformat()
    event = adoptions.move(line, wish.state, note=wish.note, reason=wish.reason, effective=effective, today=today)
    step = standings.Step(event.from_state, event.to_state, event.effective)
    standings.refuse_withdrawn(step, standing)
    return event, step


async def _told_of_its_end(
    change: Transaction, line: Adoption, step: standings.Step, standing: DeliverableStanding | None
) -> None:
    """Ask a council to acknowledge the end of what it takes up, and nothing more of one that gives it up."""
    if step.gives_up:
        await acknowledgements.ask_no_more(change, line)
    elif step.takes_up and standing is not None and standings.ended(standing):
        await acknowledgements.ask(change, line, standing)
