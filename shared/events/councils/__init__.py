"""What councils says, by noun: one module a noun, one class an event."""

from shared.events.councils.acknowledgements import (
    AcknowledgementGiven,
    AcknowledgementLapsed,
    AcknowledgementRaised,
    AcknowledgementRequested,
)
from shared.events.councils.adoptions import (
    AdoptionCorrected,
    AdoptionEvidence,
    AdoptionMoved,
    AdoptionOpened,
    AdoptionPlanned,
    AdoptionVariant,
)
from shared.events.councils.benefits import (
    BenefitFigureCorrected,
    BenefitFigureGiven,
    BenefitFigureWithdrawn,
    BenefitVisibilityChanged,
)
from shared.events.councils.clients import (
    ClientRegistered,
    ClientRevoked,
    ClientScopesGiven,
    ClientSecretIssued,
    SigningKeyPublished,
    SigningKeyRetired,
)
from shared.events.councils.commitments import (
    CallAnswered,
    CapacityGiven,
    CapacityOfRole,
    Commitment,
    CommitmentChanged,
    DaysDelivered,
    DeliveredDays,
)
from shared.events.councils.councils import CouncilCodeReplaced, CouncilDetailsChanged, CouncilRegistered
from shared.events.councils.family_groups import (
    FamilyGroupCorrected,
    FamilyGroupCouncilAdded,
    FamilyGroupCouncilRemoved,
    FamilyGroupRegistered,
)
from shared.events.councils.history import HistoryRewound
from shared.events.councils.imports import (
    ImportCompleted,
    ImportRefused,
    ReportConflictFound,
    ReportConflictResolved,
)
from shared.events.councils.memberships import (
    MembershipAgreedInPrinciple,
    MembershipCorrected,
    MembershipCountReported,
    MembershipEnded,
    MembershipStarted,
)
from shared.events.councils.roles import (
    ContactErased,
    Recipient,
    RoleAssigned,
    RoleEndAnnounced,
    RoleLeft,
    RoleVacated,
)

__all__ = [
    "AcknowledgementGiven",
    "AcknowledgementLapsed",
    "AcknowledgementRaised",
    "AcknowledgementRequested",
    "AdoptionCorrected",
    "AdoptionEvidence",
    "AdoptionMoved",
    "AdoptionOpened",
    "AdoptionPlanned",
    "AdoptionVariant",
    "BenefitFigureCorrected",
    "BenefitFigureGiven",
    "BenefitFigureWithdrawn",
    "BenefitVisibilityChanged",
    "CallAnswered",
    "CapacityGiven",
    "CapacityOfRole",
    "ClientRegistered",
    "ClientRevoked",
    "ClientScopesGiven",
    "ClientSecretIssued",
    "Commitment",
    "CommitmentChanged",
    "ContactErased",
    "CouncilCodeReplaced",
    "CouncilDetailsChanged",
    "CouncilRegistered",
    "DaysDelivered",
    "DeliveredDays",
    "FamilyGroupCorrected",
    "FamilyGroupCouncilAdded",
    "FamilyGroupCouncilRemoved",
    "FamilyGroupRegistered",
    "HistoryRewound",
    "ImportCompleted",
    "ImportRefused",
    "MembershipAgreedInPrinciple",
    "MembershipCorrected",
    "MembershipCountReported",
    "MembershipEnded",
    "MembershipStarted",
    "Recipient",
    "ReportConflictFound",
    "ReportConflictResolved",
    "RoleAssigned",
    "RoleEndAnnounced",
    "RoleLeft",
    "RoleVacated",
    "SigningKeyPublished",
    "SigningKeyRetired",
]
