"""Settling conditions of gate decisions: they are met, or a role lets the project off them."""

from datetime import date

from pydantic import Field

from services.projects import views
from services.projects.commands.gates import MOST_EVIDENCE, refuse_unknown_deliverables
from services.projects.domain import conditions as rules
from services.projects.domain.roles import Role
from services.projects.models import GateCondition, Project
from services.projects.reads.gates import condition
from shared.database import Transaction
from shared.events.projects import ProjectGateConditionMet, ProjectGateConditionWaived
from shared.timers import drop_timer, take_due
from shared.values import Day, Key, Link, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class MeetCondition(Wish):
    """A condition is met, and this is by what that is seen: links, deliverables of the register, or both."""

    by_role: Role
    on: Day | None = None
    evidence: list[Link] = Field(default=[], max_length=MOST_EVIDENCE)
    evidence_deliverables: list[Key] = Field(default=[], max_length=MOST_EVIDENCE)
    note: Text | None = None


class WaiveCondition(Wish):
    """A role lets the project off a condition, and says why."""

    by_role: Role
    reason: Text = Field(min_length=1)
    on: Day | None = None


async def meet_condition(call: Call, key: str, id: str, wish: MeetCondition) -> views.ConditionResource:  # noqa: A002 - the condition's
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        row = await condition(change.session, key, id)
        await refuse_unknown_deliverables(change, "evidence_deliverables", wish.evidence_deliverables)
        said = wish.model_dump(exclude={"on"})
        event = rules.meet(row, on=wish.on or change.today, today=change.today, **said)
        await _settle(change, project, row, event)
        return await call.answer(change, views.condition_resource(project, row, change.today))


async def waive_condition(call: Call, key: str, id: str, wish: WaiveCondition) -> views.ConditionResource:  # noqa: A002 - the condition's
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        row = await condition(change.session, key, id)
        event = rules.waive(
            row, by_role=wish.by_role, on=wish.on or change.today, reason=wish.reason, today=change.today
        )
        await _settle(change, project, row, event)
        return await call.answer(change, views.condition_resource(project, row, change.today))


async def _settle(
    change: Transaction,
    project: Project,
    row: GateCondition,
    event: ProjectGateConditionMet | ProjectGateConditionWaived,
) -> None:
    """Keep how a condition was settled; nothing falls overdue any more."""
    late = date.fromisoformat(event.effective) > row.due
    if late and await take_due(change, rules.OVERDUE, project.key, key=row.id):
        missed = rules.fall_overdue(row)
        if missed is not None:
            change.record(missed, of=project)
    met = isinstance(event, ProjectGateConditionMet)
    row.settlement = "met" if met else "waived"
    row.settled_on, row.settled_by_role = date.fromisoformat(event.effective), event.by_role
    row.settled_recorded_at = change.now
    if isinstance(event, ProjectGateConditionMet):
        row.settled_reason = event.note
        row.settled_evidence = list(event.evidence)
        row.settled_evidence_deliverables = list(event.evidence_deliverables)
    else:
        row.settled_reason = event.reason
    change.session.add(row)
    change.record(event, of=project)
    await drop_timer(change, rules.OVERDUE, project.key, key=row.id)
