"""What answers show of councils' things, and how rows become it."""

from services.councils.views.acknowledgements import AcknowledgementView, acknowledgement
from services.councils.views.adoptions import (
    AdoptionHistoryView,
    AdoptionMovedView,
    AdoptionView,
    MoveView,
    adoption,
    adoption_history,
    adoption_moved,
)
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
    "AcknowledgementView",
    "AdoptionHistoryView",
    "AdoptionMovedView",
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
    "acknowledgement",
    "adoption",
    "adoption_history",
    "adoption_moved",
    "client",
    "council",
    "count",
    "key",
    "membership",
    "period",
    "reported",
]
