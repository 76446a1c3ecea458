"""What is true in projects: its tables. A loosely known date is kept as text, with its last day beside it."""

from services.projects.models.base import ProjectsTable
from services.projects.models.benefits import (
    Benefit,
    BenefitClaim,
    BenefitFigure,
    BenefitMeasure,
    BenefitSchedule,
    NamedMeasure,
)
from services.projects.models.calendar import CalendarPeriod, CalendarPeriodVersion
from services.projects.models.calls import AnswerHeard, CallVersion, CapacityHeard, ParticipationCall, Shortfall
from services.projects.models.deliverables import Deliverable, DeliverableVersion
from services.projects.models.gates import GateCondition, GateDecision, PhaseChange, PhasePlan
from services.projects.models.imports import (
    FactOrigin,
    ImportChunk,
    ImportMistake,
    ImportRow,
    ImportRun,
    ReportConflict,
    Submission,
)
from services.projects.models.programme import Lifecycle, LifecycleVersion, Portfolio, Programme, ProgrammePhase
from services.projects.models.progress import ConfidenceRating, ProgressUpdate, Silence, UpdateRhythm
from services.projects.models.projects import Placement, Project
from services.projects.models.releases import (
    Release,
    ReleaseDetails,
    ReleaseItem,
    ReleaseScopeChange,
    ReleaseSignOff,
)
from services.projects.models.seals import ReleaseAmendment, ReleaseManifest, SealKey
from services.projects.models.work_requests import WorkRequest, WorkRequestAnswer, WorkRequestTerms

__all__ = [
    "AnswerHeard",
    "Benefit",
    "BenefitClaim",
    "BenefitFigure",
    "BenefitMeasure",
    "BenefitSchedule",
    "CalendarPeriod",
    "CalendarPeriodVersion",
    "CallVersion",
    "CapacityHeard",
    "ConfidenceRating",
    "Deliverable",
    "DeliverableVersion",
    "FactOrigin",
    "GateCondition",
    "GateDecision",
    "ImportChunk",
    "ImportMistake",
    "ImportRow",
    "ImportRun",
    "Lifecycle",
    "LifecycleVersion",
    "NamedMeasure",
    "ParticipationCall",
    "PhaseChange",
    "PhasePlan",
    "Placement",
    "Portfolio",
    "Programme",
    "ProgrammePhase",
    "ProgressUpdate",
    "Project",
    "ProjectsTable",
    "Release",
    "ReleaseAmendment",
    "ReleaseDetails",
    "ReleaseItem",
    "ReleaseManifest",
    "ReleaseScopeChange",
    "ReleaseSignOff",
    "ReportConflict",
    "SealKey",
    "Shortfall",
    "Silence",
    "Submission",
    "UpdateRhythm",
    "WorkRequest",
    "WorkRequestAnswer",
    "WorkRequestTerms",
]
