"""Projects: how one ends, and what is no longer asked of one that has."""

from datetime import date
from typing import Literal

from services.projects.domain.roles import Role
from services.projects.models import Project
from shared.errors import ConflictError, refuse_field
from shared.events.projects import ProjectClosed
from shared.values import first_day

Outcome = Literal["delivered", "stopped"]


def refuse_closed(project: Project) -> None:
    """Refuse what only a project that goes on can be asked: phases, gates, calls, updates, requests for work."""
    if project.closed_on is not None:
        raise ConflictError(
            f"The project {project.key} was closed on {project.closed_on} ({project.outcome}). "
            "Its benefits are still measured, and its deliverables taken up; all else of it has ended.",
            code="project-closed",
        )


def close(
    project: Project, outcome: Outcome, *, by_role: Role, reason: str | None, effective: date, today: date
) -> ProjectClosed:
    """Close a project for good, or refuse."""
    refuse_closed(project)
    if effective > today:
        refuse_field("effective", "date-in-the-future", f"{effective} has not come yet; tell it when it has happened")
    if project.phase_since is not None and effective < project.phase_since:
        message = f"{effective} lies before the project entered '{project.phase}', on {project.phase_since}"
        refuse_field("effective", "dates-out-of-order", message)
    if project.starts is not None and effective < first_day(project.starts):
        refuse_field(
            "effective", "dates-out-of-order", f"{effective} lies before the project began, in {project.starts}"
        )
    if outcome == "stopped" and not reason:
        refuse_field("reason", "reason-missing", "'stopped' needs one, so that others can learn from it")
    return ProjectClosed(
        project=project.key, outcome=outcome, by_role=by_role, reason=reason, effective=effective.isoformat()
    )
