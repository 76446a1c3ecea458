"""What reporting was told: one table per kind of fact, only ever added to; and the frozen reports, which are its own.

A fact counts from `effective_day` (the last day its date may mean) and was learned at `recorded_at`. What holds at a
date is the latest fact not after it: by effective day, then recorded time, then sequence.
"""

from services.reporting.models.base import Fact, ReportingTable
from services.reporting.models.calls import CallAnswerFact, CallClosingFact, CallFact, ShortfallFact
from services.reporting.models.councils import (
    AdoptionFact,
    AdoptionLine,
    CouncilFact,
    MembershipCountFact,
    MembershipFact,
)
from services.reporting.models.deliverables import AcknowledgementFact, DeliverableVersionFact
from services.reporting.models.gates import (
    GateConditionFact,
    GateConditionSettledFact,
    GateDecisionFact,
    PhasePlanFact,
)
from services.reporting.models.programme import (
    BenefitFact,
    LifecycleFact,
    PlacementFact,
    PortfolioFact,
    ProgrammePhaseFact,
    ProjectClosingFact,
    ProjectDescriptionFact,
    ProjectFact,
    ProjectPhaseFact,
)
from services.reporting.models.progress import ConfidenceRatingFact, ProgressUpdateFact, SilenceFact
from services.reporting.models.releases import (
    DeliverableFact,
    DeliverableStateFact,
    ReleaseClosingFact,
    ReleaseDescriptionFact,
    ReleaseFact,
    ReleaseItemFact,
    ReleaseReport,
)
from services.reporting.models.work_requests import (
    WorkRequestAnswerFact,
    WorkRequestCancellationFact,
    WorkRequestFact,
    WorkRequestTermsFact,
)

__all__ = [
    "FACTS",
    "AcknowledgementFact",
    "AdoptionFact",
    "AdoptionLine",
    "BenefitFact",
    "CallAnswerFact",
    "CallClosingFact",
    "CallFact",
    "ConfidenceRatingFact",
    "CouncilFact",
    "DeliverableFact",
    "DeliverableStateFact",
    "DeliverableVersionFact",
    "Fact",
    "GateConditionFact",
    "GateConditionSettledFact",
    "GateDecisionFact",
    "LifecycleFact",
    "MembershipCountFact",
    "MembershipFact",
    "PhasePlanFact",
    "PlacementFact",
    "PortfolioFact",
    "ProgrammePhaseFact",
    "ProgressUpdateFact",
    "ProjectClosingFact",
    "ProjectDescriptionFact",
    "ProjectFact",
    "ProjectPhaseFact",
    "ReleaseClosingFact",
    "ReleaseDescriptionFact",
    "ReleaseFact",
    "ReleaseItemFact",
    "ReleaseReport",
    "ReportingTable",
    "ShortfallFact",
    "SilenceFact",
    "WorkRequestAnswerFact",
    "WorkRequestCancellationFact",
    "WorkRequestFact",
    "WorkRequestTermsFact",
]

FACTS: tuple[type[ReportingTable], ...] = (
    ProgrammePhaseFact,
    PortfolioFact,
    PlacementFact,
    LifecycleFact,
    ProjectFact,
    ProjectDescriptionFact,
    ProjectPhaseFact,
    ProjectClosingFact,
    GateDecisionFact,
    GateConditionFact,
    GateConditionSettledFact,
    PhasePlanFact,
    ProgressUpdateFact,
    ConfidenceRatingFact,
    SilenceFact,
    WorkRequestFact,
    WorkRequestTermsFact,
    WorkRequestAnswerFact,
    WorkRequestCancellationFact,
    BenefitFact,
    DeliverableFact,
    DeliverableStateFact,
    DeliverableVersionFact,
    AcknowledgementFact,
    ReleaseFact,
    ReleaseDescriptionFact,
    ReleaseItemFact,
    ReleaseClosingFact,
    CallFact,
    CallClosingFact,
    CallAnswerFact,
    ShortfallFact,
    CouncilFact,
    MembershipFact,
    MembershipCountFact,
    AdoptionFact,
)
"""Every table that is built from events alone, so that it can be emptied and filled again."""
