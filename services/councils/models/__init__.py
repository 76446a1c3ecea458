"""What is true in councils: its tables. A loosely given date is kept as text, beside the day from which it counts."""

from services.councils.models.acknowledgements import Acknowledgement, DeliverableStanding
from services.councils.models.adoptions import Adoption, AdoptionMove, AdoptionPlan
from services.councils.models.base import CouncilsTable
from services.councils.models.benefits import BenefitFigure, BenefitFigureTold, BenefitVisibility, KnownProfile
from services.councils.models.clients import Client, ClientSecret, ClientUse, SigningKey
from services.councils.models.commitments import CallAnswer, CallAnswerTold, Capacity, CapacityTold, KnownCall
from services.councils.models.contacts import Contact, Disclosure
from services.councils.models.councils import Council, CouncilCode, CouncilShortCode
from services.councils.models.deliveries import Delivery, DeliveryTold
from services.councils.models.family_groups import FamilyGroup, FamilyGroupTold
from services.councils.models.imports import (
    FactOrigin,
    ImportChunk,
    ImportMistake,
    ImportRow,
    ImportRun,
    ReportConflict,
    Submission,
)
from services.councils.models.memberships import (
    Membership,
    MembershipCount,
    MembershipPeriod,
    MembershipTold,
)
from services.councils.models.offers import ReleasedDeliverable
from services.councils.models.roles import HeldRole, RoleTold

__all__ = [
    "Acknowledgement",
    "Adoption",
    "AdoptionMove",
    "AdoptionPlan",
    "BenefitFigure",
    "BenefitFigureTold",
    "BenefitVisibility",
    "CallAnswer",
    "CallAnswerTold",
    "Capacity",
    "CapacityTold",
    "Client",
    "ClientSecret",
    "ClientUse",
    "Contact",
    "Council",
    "CouncilCode",
    "CouncilShortCode",
    "CouncilsTable",
    "DeliverableStanding",
    "Delivery",
    "DeliveryTold",
    "Disclosure",
    "FactOrigin",
    "FamilyGroup",
    "FamilyGroupTold",
    "HeldRole",
    "ImportChunk",
    "ImportMistake",
    "ImportRow",
    "ImportRun",
    "KnownCall",
    "KnownProfile",
    "Membership",
    "MembershipCount",
    "MembershipPeriod",
    "MembershipTold",
    "ReleasedDeliverable",
    "ReportConflict",
    "RoleTold",
    "SigningKey",
    "Submission",
]
