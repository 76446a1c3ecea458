"""Closing a project: delivered, or stopped before it was."""

from datetime import date

from services.projects import reads, views
from services.projects.domain import projects as rules
from services.projects.domain.roles import Role
from services.projects.models import Project
from shared.values import Day, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class CloseProject(Wish):
    """How a project ended, and who says so."""

    outcome: rules.Outcome
    by_role: Role
    reason: Text | None = None
    effective: Day | None = None


async def close_project(call: Call, key: str, wish: CloseProject) -> views.ProjectView:
    """Close a project for good; what is to be measured of its benefits goes on falling due."""
    async with call.transaction() as change:
        row = await change.lock(Project, key)
        today = change.today
        event = rules.close(
            row,
            wish.outcome,
            by_role=wish.by_role,
            reason=wish.reason,
            effective=wish.effective or today,
            today=today,
        )
        row.closed_on, row.outcome = date.fromisoformat(event.effective), event.outcome
        row.closed_by_role, row.closing_reason, row.closing_recorded_at = wish.by_role, wish.reason, change.now
        change.record(event, of=row)
        await change.session.flush()
        return await call.answer(change, await reads.project(change.session, row, today))
