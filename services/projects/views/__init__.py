"""What answers show of projects' things, and how rows become it."""

from services.projects.views.benefits import BenefitView, benefit
from services.projects.views.calendar import CalendarPeriodView, period
from services.projects.views.calendar import content as period_content
from services.projects.views.calls import CallView, CheckView, call, check
from services.projects.views.calls import content as call_content
from services.projects.views.columns import BASE
from services.projects.views.deliverables import (
    DeliverableView,
    StateChangeView,
    VersionPublished,
    VersionView,
    deliverable,
    deliverable_then,
    state_change,
    version,
    version_published,
)
from services.projects.views.gates import (
    ConditionResource,
    ConditionView,
    DecisionView,
    PhaseChangeView,
    condition,
    condition_resource,
    decision,
    phase_change,
)
from services.projects.views.phases import ProjectPhasesView, project_phases
from services.projects.views.programme import (
    LifecycleView,
    MoveView,
    PhaseView,
    PortfolioView,
    ProgrammeView,
    lifecycle,
    move,
    portfolio,
)
from services.projects.views.progress import (
    ConfidenceView,
    ProjectConfidenceView,
    RatingView,
    RhythmView,
    UpdateView,
    confidence,
    project_confidence,
    rating,
    rhythm,
    update,
)
from services.projects.views.projects import PlacementView, ProjectView, placement, project, project_then
from services.projects.views.releases import (
    ReleaseItemView,
    ReleaseView,
    release,
    release_item,
)
from services.projects.views.work_requests import (
    AnswerView,
    WorkRequestHistoryView,
    WorkRequestView,
    with_terms,
    work_request,
)
from services.projects.views.work_requests import answer as work_answer

__all__ = [
    "BASE",
    "AnswerView",
    "BenefitView",
    "CalendarPeriodView",
    "CallView",
    "CheckView",
    "ConditionResource",
    "ConditionView",
    "ConfidenceView",
    "DecisionView",
    "DeliverableView",
    "LifecycleView",
    "MoveView",
    "PhaseChangeView",
    "PhaseView",
    "PlacementView",
    "PortfolioView",
    "ProgrammeView",
    "ProjectConfidenceView",
    "ProjectPhasesView",
    "ProjectView",
    "RatingView",
    "ReleaseItemView",
    "ReleaseView",
    "RhythmView",
    "StateChangeView",
    "UpdateView",
    "VersionPublished",
    "VersionView",
    "WorkRequestHistoryView",
    "WorkRequestView",
    "benefit",
    "call",
    "call_content",
    "check",
    "condition",
    "condition_resource",
    "confidence",
    "decision",
    "deliverable",
    "deliverable_then",
    "lifecycle",
    "move",
    "period",
    "period_content",
    "phase_change",
    "placement",
    "portfolio",
    "project",
    "project_confidence",
    "project_phases",
    "project_then",
    "rating",
    "release",
    "release_item",
    "rhythm",
    "state_change",
    "update",
    "version",
    "version_published",
    "with_terms",
    "work_answer",
    "work_request",
]
