"""Adoption lines: moved, planned and put right by the councils they belong to."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from services.councils import reads, views
from services.councils.commands import acknowledgements
from services.councils.domain import adoptions, ledger, plans, standings
from services.councils.domain.adoptions import Reason, State, Wanted
from services.councils.domain.ledger import History
from services.councils.models import Adoption, DeliverableStanding
from services.councils.reads.adoptions import history as history_of
from shared.database import Transaction
from shared.events.councils import AdoptionCorrected, AdoptionEvidence, AdoptionMoved, AdoptionVariant
from shared.values import Link, Name, PartialDate, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_EVIDENCE = 50
MOST_DIFFERENCES = 50


class Evidence(Wish):
    """What shows it: an address, words, or both; name no person."""

    link: Link | None = None
    text: Text | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _something(self) -> "Evidence":
        if self.link is None and self.text is None:
            raise ValueError("say a link, a text or both")
        return self


class Variant(Wish):
    """Where what a council adapted differs from what was released, and perhaps where it can be seen."""

    differs_in: Annotated[list[Name], Field(min_length=1, max_length=MOST_DIFFERENCES)]
    link: Link | None = None


class MoveAdoption(Wish):
    """The state a council has come to with a deliverable, since when, and what shows it; a reason where it declines."""

    state: State
    note: Text | None = Field(default=None, min_length=1)
    reason: Reason | None = None
    evidence: list[Evidence] = Field(default=[], max_length=MOST_EVIDENCE)
    variant: Variant | None = None
    effective: PartialDate | None = None

    def wanted(self, effective: str) -> Wanted:
        return Wanted(
            state=self.state,
            effective=effective,
            note=self.note,
            reason=self.reason,
            evidence=tuple(AdoptionEvidence(link=one.link, text=one.text) for one in self.evidence),
            variant=AdoptionVariant(differs_in=tuple(self.variant.differs_in), link=self.variant.link)
            if self.variant
            else None,
        )


class CorrectAdoption(MoveAdoption):
    """The state a line was in from a day on, where something else was told, and why that was wrong."""

    effective: PartialDate
    correction_reason: Text = Field(min_length=1)


class PlanAdoption(Wish):
    """By when a council means to adopt and to use a deliverable, as a whole; another plan says why it is another."""

    adopt_on: PartialDate | None = None
    in_use_on: PartialDate | None = None
    reason: Text | None = Field(default=None, min_length=1)
    effective: PartialDate | None = None


async def line_of(change: Transaction, own: str | None, asked: str, deliverable: str) -> Adoption:
    """Return a line, locked, of a council that is named by its slug or a code; `own` is the caller's, if it has one."""
    council = await reads.slug_of(change.session, asked)
    adoptions.refuse_others(own, council)
    return await change.lock(Adoption, council, deliverable, called="adoption line")


async def apply(
    change: Transaction, history: History, standing: DeliverableStanding | None, wish: MoveAdoption
) -> standings.Step:
    """Move a line, which is locked, as it is wished: the one way in which lines move, by whatever road it is told."""
    event, _ = decide(history, standing, wish, change.today)
    return await _told(change, history, standing, event)


def decide(
    history: History, standing: DeliverableStanding | None, wish: MoveAdoption, today: date
) -> tuple[AdoptionMoved, standings.Step]:
    """Return what it would be to move a line as it is wished, or refuse; nothing is changed."""
    event = adoptions.move(history, wish.wanted(wish.effective or today.isoformat()), today)
    step = standings.Step(event.from_state, event.to_state, event.effective)
    standings.refuse_withdrawn(step, standing)
    return event, step


async def apply_correction(
    change: Transaction, history: History, standing: DeliverableStanding | None, wish: CorrectAdoption
) -> standings.Step:
    """Put right what was told of a line, which is locked."""
    return await _told(change, history, standing, decide_correction(history, standing, wish, change.today))


def decide_correction(
    history: History, standing: DeliverableStanding | None, wish: CorrectAdoption, today: date
) -> AdoptionCorrected:
    """Return what it would be to put right what was told of a line, or refuse; nothing is changed."""
    event = adoptions.correct(history, wish.wanted(wish.effective), wish.correction_reason, today)
    standings.refuse_withdrawn(standings.Step(event.from_state, event.to_state, event.effective), standing)
    return event


def apply_plan(change: Transaction, history: History, wish: PlanAdoption) -> None:
    """Plan a line, which is locked."""
    effective = wish.effective or change.today.isoformat()
    wanted = wish.model_dump(exclude={"effective"})
    event = plans.plan(history, effective=effective, today=change.today, **wanted)
    change.record(event, of=history.line)
    change.session.add(ledger.tell(history, event))


async def move_adoption(call: Call, asked: str, deliverable: str, wish: MoveAdoption) -> views.AdoptionMovedView:
    async with call.transaction() as change:
        history, standing = await _line(call, change, asked, deliverable)
        call.expect(history.line)
        step = await apply(change, history, standing, wish)
        return await call.answer(change, views.adoption_moved(history.line, standings.warnings(step, standing)))


async def correct_adoption(call: Call, asked: str, deliverable: str, wish: CorrectAdoption) -> views.AdoptionMovedView:
    async with call.transaction() as change:
        history, standing = await _line(call, change, asked, deliverable)
        step = await apply_correction(change, history, standing, wish)
        return await call.answer(change, views.adoption_moved(history.line, standings.warnings(step, standing)))


async def plan_adoption(call: Call, asked: str, deliverable: str, wish: PlanAdoption) -> views.PlanView:
    async with call.transaction() as change:
        history, _ = await _line(call, change, asked, deliverable)
        call.expect(history.line)
        apply_plan(change, history, wish)
        return await call.answer(change, views.adoption_plan(history))


async def _line(
    call: Call, change: Transaction, asked: str, deliverable: str
) -> tuple[History, DeliverableStanding | None]:
    """Return a line, locked, with all that was told of it, and the standing of what it is about."""
    council = await reads.slug_of(change.session, asked)
    adoptions.refuse_others(call.caller.council, council)
    line = await change.lock(Adoption, council, deliverable, called="adoption line")
    # read after the line is locked: whoever tells of an end locks the line before it looks who has adopted
    standing = await change.session.get(DeliverableStanding, deliverable)
    return await history_of(change.session, line), standing


async def _told(
    change: Transaction,
    history: History,
    standing: DeliverableStanding | None,
    event: AdoptionMoved | AdoptionCorrected,
) -> standings.Step:
    """Keep what a council told of its line and say it; return what it did to the line as it is now."""
    line, before = history.line, history.line.state
    change.record(event, of=line)
    change.session.add(ledger.tell(history, event))
    step = standings.Step(before, line.state, event.effective)
    await _told_of_its_end(change, line, step, standing)
    return step


async def _told_of_its_end(
    change: Transaction, line: Adoption, step: standings.Step, standing: DeliverableStanding | None
) -> None:
    """Ask a council to acknowledge the end of what it takes up, and nothing more of one that gives it up."""
    if step.gives_up:
        await acknowledgements.ask_no_more(change, line)
    elif step.takes_up and standing is not None and standings.ended(standing):
        await acknowledgements.ask(change, line, standing)
