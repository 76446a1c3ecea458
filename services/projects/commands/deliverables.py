"""Registering deliverables, renaming them, and moving them from state to state."""

from datetime import date

from services.projects import reads, views
from services.projects.commands.making import named, new, refuse_existing
from services.projects.domain import deliverables as rules
from services.projects.models import Deliverable, Project
from shared.events.projects import DeliverableRegistered, DeliverableRenamed, DeliverableStateChanged
from shared.values import Day, Key, Name, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class RegisterDeliverable(Wish):
    """A thing that a project hands over; a state that no source tells is left out."""

    key: Key
    project: Key
    name: Name
    state: rules.State | None = None
    state_as_found: Name | None = None
    produced_by: Name | None = None
    source: Text | None = None


class RenameDeliverable(Wish):
    """The name it is called by from now on."""

    name: Name


class ChangeState(Wish):
    """The state it moves to."""

    to: rules.State
    effective: Day | None = None


async def register_deliverable(call: Call, wish: RegisterDeliverable) -> views.DeliverableView:
    async with call.transaction() as change:
        await refuse_existing(change, Deliverable, wish.key, "deliverable")
        await named(change, Project, wish.project, "project")
        row = new(Deliverable, change, **wish.model_dump())
        event = DeliverableRegistered(deliverable=row.key, **wish.model_dump(exclude={"key", "source"}))
        change.record(event, of=row)
        return await call.answer(change, views.deliverable(row))


async def rename_deliverable(call: Call, key: str, wish: RenameDeliverable) -> views.DeliverableView:
    async with call.transaction() as change:
        row = await change.lock(Deliverable, key)
        call.expect(row)
        if row.name != wish.name:
            row.name = wish.name
            change.record(DeliverableRenamed(deliverable=key, project=row.project, name=row.name), of=row)
        return await call.answer(change, views.deliverable(row))


async def change_state(call: Call, key: str, wish: ChangeState) -> views.DeliverableView:
    def decide(row: Deliverable, today: date) -> DeliverableStateChanged:
        event = rules.change_state(row, wish.to, effective=wish.effective or today, today=today)
        row.state, row.state_since = event.to_state, date.fromisoformat(event.effective)
        return event

    return await reads.DELIVERABLE.change(call, key, decide, views.deliverable)
