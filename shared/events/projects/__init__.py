"""What projects says, by noun: one module a noun, one class an event."""

from shared.events.projects.benefits import (
    BenefitProfiled,
)
from shared.events.projects.deliverables import (
    DeliverableRegistered,
    DeliverableRenamed,
    DeliverableStateChanged,
    DeliverableVersionPublished,
)
from shared.events.projects.gates import (
    GateCondition,
    ProjectGateDecided,
    ProjectPhaseChanged,
)
from shared.events.projects.history import (
    HistoryRewound,
)
from shared.events.projects.lifecycles import (
    LifecyclePhase,
    LifecyclePublished,
)
from shared.events.projects.part import (
    Part,
)
from shared.events.projects.programme import (
    PortfolioEnded,
    PortfolioOpened,
    ProgrammePhaseChanged,
)
from shared.events.projects.progress import (
    ProjectConfidenceRated,
    ProjectGoneQuiet,
    ProjectHeardAgain,
    ProjectProgressUpdated,
    ProjectUpdateRhythmChanged,
)
from shared.events.projects.projects import (
    ProjectClosed,
    ProjectDetailsChanged,
    ProjectLifecycleMoved,
    ProjectPlaced,
    ProjectRegistered,
)
from shared.events.projects.releases import (
    ReleaseClosed,
    ReleaseDetailsChanged,
    ReleaseItem,
    ReleasePlanned,
    ReleaseReadinessChanged,
    ReleaseScopeChanged,
)

__all__ = [
    "BenefitProfiled",
    "DeliverableRegistered",
    "DeliverableRenamed",
    "DeliverableStateChanged",
    "DeliverableVersionPublished",
    "GateCondition",
    "HistoryRewound",
    "LifecyclePhase",
    "LifecyclePublished",
    "Part",
    "PortfolioEnded",
    "PortfolioOpened",
    "ProgrammePhaseChanged",
    "ProjectClosed",
    "ProjectConfidenceRated",
    "ProjectDetailsChanged",
    "ProjectGateDecided",
    "ProjectGoneQuiet",
    "ProjectHeardAgain",
    "ProjectLifecycleMoved",
    "ProjectPhaseChanged",
    "ProjectPlaced",
    "ProjectProgressUpdated",
    "ProjectRegistered",
    "ProjectUpdateRhythmChanged",
    "ReleaseClosed",
    "ReleaseDetailsChanged",
    "ReleaseItem",
    "ReleasePlanned",
    "ReleaseReadinessChanged",
    "ReleaseScopeChanged",
]
