"""What answers show of councils' things, and how rows become it."""

from services.councils.views.adoptions import AdoptionHistoryView, AdoptionView, MoveView, adoption, adoption_history
from services.councils.views.clients import ClientView, ClientWithSecretView, KeyView, SecretView, client, key
from services.councils.views.councils import (
    CodeView,
    CouncilView,
    CountView,
    MembershipView,
    MembersPage,
    PeriodView,
    ReportedView,
    council,
    count,
    membership,
    period,
    reported,
)

__all__ = [
    "AdoptionHistoryView",
    "AdoptionView",
    "ClientView",
    "ClientWithSecretView",
    "CodeView",
    "CouncilView",
    "CountView",
    "KeyView",
    "MembersPage",
    "MembershipView",
    "MoveView",
    "PeriodView",
    "ReportedView",
    "SecretView",
    "adoption",
    "adoption_history",
    "client",
    "council",
    "count",
    "key",
    "membership",
    "period",
    "reported",
]
