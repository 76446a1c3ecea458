"""Planning when a project enters its phases."""

from datetime import date

from pydantic import Field

from services.projects import views
from services.projects.commands.lifecycles import MOST_PHASES
from services.projects.domain import phases as rules
from services.projects.models import PhasePlan, Project
from services.projects.reads import gates as reads
from shared.events.projects import PlannedPhase
from shared.values import Day, Key, PartialDate, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class PlanPhase(Wish):
    """When the project plans to enter a phase, as exactly as it can say."""

    phase: Key
    planned: PartialDate


class PlanPhases(Wish):
    """When a project plans to enter its phases: the whole plan, which takes the last one's place."""

    phases: list[PlanPhase] = Field(min_length=1, max_length=MOST_PHASES)
    effective: Day | None = None
    reason: Text | None = None


async def plan_phases(call: Call, key: str, wish: PlanPhases) -> views.ProjectPhasesView:
    """Keep a plan beside those before it; the same again is no news."""
    async with call.transaction() as change:
        project = await change.lock(Project, key)
        call.expect(project)
        stands = await reads.standing(change.session, project)
        wanted = [PlannedPhase(phase=one.phase, planned=one.planned) for one in wish.phases]
        event = rules.plan(
            project,
            stands,
            wanted,
            effective=wish.effective or change.today,
            reason=wish.reason,
            today=change.today,
        )
        if event is not None:
            row = PhasePlan(
                number=max((one.number for one in stands.plans), default=0) + 1,
                effective=date.fromisoformat(event.effective),
                recorded_at=change.now,
                **event.model_dump(mode="json", exclude={"effective"}),
            )
            change.session.add(row)
            change.record(event, of=project)
            await change.session.flush()
        return await call.answer(change, await reads.phases(change.session, project, change.today))
