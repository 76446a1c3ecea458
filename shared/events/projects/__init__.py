"""What projects says, by noun: one module a noun, one class an event."""

from shared.events.projects.benefits import (
    BenefitProfiled,
)
from shared.events.projects.calendar import (
    CalendarPeriodAdded,
    CalendarPeriodChanged,
    CalendarPeriodEnded,
)
from shared.events.projects.calls import (
    CallAsk,
    CallChanged,
    CallClosed,
    CallDrafted,
    CallPublished,
    CommitmentShortfall,
    CommitmentShortfallResolved,
    MonthMissing,
)
from shared.events.projects.deliverables import (
    DeliverableRegistered,
    DeliverableRenamed,
    DeliverableStateChanged,
    DeliverableVersionPublished,
)
from shared.events.projects.gates import (
    GateCondition,
    GateCriterion,
    GateOverride,
    GateProduct,
    PlannedPhase,
    ProjectGateConditionMet,
    ProjectGateConditionOverdue,
    ProjectGateConditionWaived,
    ProjectGateDecided,
    ProjectPhaseChanged,
    ProjectPhasesPlanned,
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
    AmendedEntry,
    ReleaseAmended,
    ReleaseClosed,
    ReleaseDetailsChanged,
    ReleaseFrozen,
    ReleaseItem,
    ReleaseOverride,
    ReleasePlanned,
    ReleaseReadinessChanged,
    ReleaseScopeChanged,
    ReleaseSignedOff,
    SealKeyPublished,
)
from shared.events.projects.work_requests import (
    WorkRequestAnswered,
    WorkRequestCancelled,
    WorkRequestDueChanged,
    WorkRequestOpened,
    WorkRequestOverdue,
    WorkRequestPriorityChanged,
    WorkRequestStateChanged,
)

__all__ = [
    "AmendedEntry",
    "BenefitProfiled",
    "CalendarPeriodAdded",
    "CalendarPeriodChanged",
    "CalendarPeriodEnded",
    "CallAsk",
    "CallChanged",
    "CallClosed",
    "CallDrafted",
    "CallPublished",
    "CommitmentShortfall",
    "CommitmentShortfallResolved",
    "DeliverableRegistered",
    "DeliverableRenamed",
    "DeliverableStateChanged",
    "DeliverableVersionPublished",
    "GateCondition",
    "GateCriterion",
    "GateOverride",
    "GateProduct",
    "HistoryRewound",
    "LifecyclePhase",
    "LifecyclePublished",
    "MonthMissing",
    "Part",
    "PlannedPhase",
    "PortfolioEnded",
    "PortfolioOpened",
    "ProgrammePhaseChanged",
    "ProjectClosed",
    "ProjectConfidenceRated",
    "ProjectDetailsChanged",
    "ProjectGateConditionMet",
    "ProjectGateConditionOverdue",
    "ProjectGateConditionWaived",
    "ProjectGateDecided",
    "ProjectGoneQuiet",
    "ProjectHeardAgain",
    "ProjectLifecycleMoved",
    "ProjectPhaseChanged",
    "ProjectPhasesPlanned",
    "ProjectPlaced",
    "ProjectProgressUpdated",
    "ProjectRegistered",
    "ProjectUpdateRhythmChanged",
    "ReleaseAmended",
    "ReleaseClosed",
    "ReleaseDetailsChanged",
    "ReleaseFrozen",
    "ReleaseItem",
    "ReleaseOverride",
    "ReleasePlanned",
    "ReleaseReadinessChanged",
    "ReleaseScopeChanged",
    "ReleaseSignedOff",
    "SealKeyPublished",
    "WorkRequestAnswered",
    "WorkRequestCancelled",
    "WorkRequestDueChanged",
    "WorkRequestOpened",
    "WorkRequestOverdue",
    "WorkRequestPriorityChanged",
    "WorkRequestStateChanged",
]
