"""What answers show of projects' things, and how rows become it."""

from services.projects.views.benefits import BenefitView, benefit
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
from services.projects.views.gates import DecisionView, PhaseChangeView, decision, phase_change
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
from services.projects.views.projects import PlacementView, ProjectView, placement, project, project_then
from services.projects.views.releases import (
    ReleaseItemView,
    ReleaseView,
    release,
    release_item,
)

__all__ = [
    "BASE",
    "BenefitView",
    "DecisionView",
    "DeliverableView",
    "LifecycleView",
    "MoveView",
    "PhaseChangeView",
    "PhaseView",
    "PlacementView",
    "PortfolioView",
    "ProgrammeView",
    "ProjectView",
    "ReleaseItemView",
    "ReleaseView",
    "StateChangeView",
    "VersionPublished",
    "VersionView",
    "benefit",
    "decision",
    "deliverable",
    "deliverable_then",
    "lifecycle",
    "move",
    "phase_change",
    "placement",
    "portfolio",
    "project",
    "project_then",
    "release",
    "release_item",
    "state_change",
    "version",
    "version_published",
]
