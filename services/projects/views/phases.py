"""A project's phases with planned and actual dates, as answers show them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from services.projects import models
from services.projects.domain.phases import plan_on, planned_for
from services.projects.views.columns import BASE
from services.projects.views.gates import PhaseChangeView, phase_change
from shared.values import last_day
from shared.web.resources import Resource, View


class PlanView(View):
    """The plan in force on the day, and since when."""

    number: int
    reason: str | None = None
    effective: date
    recorded_at: datetime


class ProjectPhaseView(View):
    """A phase of a project: when it was planned to be entered, and when it was.

    `first_planned` is what the first plan that names it said. `days_late` is how many days after the last day planned
    it was first entered, below zero when it was early. What is not in the template any more has no `position`.
    """

    phase: str
    name: str
    position: int | None = None
    planned: str | None = None
    first_planned: str | None = None
    actual: date | None = None
    days_late: int | None = None
    current: bool
    entries: list[PhaseChangeView]


class ProjectPhasesView(Resource):
    """The phases of a project as they stood on a day; `version` is the project's, for `If-Match` of its plan."""

    project: str
    as_at: date
    lifecycle: str | None = None
    lifecycle_number: int | None = None
    phase: str | None = None
    plan: PlanView | None = None
    phases: list[ProjectPhaseView]


def project_phases(
    project: models.Project,
    template: models.LifecycleVersion | None,
    plans: Sequence[models.PhasePlan],
    changes: Sequence[models.PhaseChange],
    day: date,
) -> ProjectPhasesView:
    """Show a project's phases from its moves until a day, in order, and the plan in force on it."""
    stands = plan_on(plans, day)
    made = sorted((one for one in plans if one.effective <= day), key=lambda one: (one.effective, one.number))
    current = changes[-1].to_phase if changes else None
    listed: list[tuple[str, str, int | None]] = [
        (str(one["key"]), str(one["name"]), position)
        for position, one in enumerate(template.phases if template else (), start=1)
    ]
    known = {key for key, *_ in listed}
    listed += [(key, key, None) for key in dict.fromkeys(one.to_phase for one in changes) if key not in known]
    return ProjectPhasesView(
        href=f"{BASE}/projects/{project.key}/phases",
        version=project.version,
        project=project.key,
        as_at=day,
        lifecycle=template.lifecycle if template else None,
        lifecycle_number=template.number if template else None,
        phase=current,
        plan=PlanView(**stands.model_dump(include=set(PlanView.model_fields))) if stands else None,
        phases=[
            ProjectPhaseView(
                phase=key,
                name=name,
                position=position,
                current=key == current,
                first_planned=next((said for one in made if (said := planned_for(key, one))), None),
                **_dates(key, stands, [one for one in changes if one.to_phase == key]),
            )
            for key, name, position in listed
        ],
    )


def _dates(key: str, stands: models.PhasePlan | None, entries: Sequence[models.PhaseChange]) -> dict[str, Any]:
    planned = planned_for(key, stands)
    actual = entries[0].effective if entries else None
    return {
        "planned": planned,
        "actual": actual,
        "days_late": (actual - last_day(planned)).days if planned and actual else None,
        "entries": [phase_change(one) for one in entries],
    }
