"""What is true in notifications: the log of events, who wants which of them, and what was delivered."""

from services.notifications.models.base import NotificationsTable
from services.notifications.models.deliveries import Attempt, Delivery, Lane
from services.notifications.models.endpoints import AgreementTry, Endpoint, EndpointSecret
from services.notifications.models.log import Kept, LoggedEvent, LogHead
from services.notifications.models.mails import Mail
from services.notifications.models.partners import Partner, PartnerDurable, PartnerKey
from services.notifications.models.subscriptions import PlanningHead, Subscription

__all__ = [
    "AgreementTry",
    "Attempt",
    "Delivery",
    "Endpoint",
    "EndpointSecret",
    "Kept",
    "Lane",
    "LogHead",
    "LoggedEvent",
    "Mail",
    "NotificationsTable",
    "Partner",
    "PartnerDurable",
    "PartnerKey",
    "PlanningHead",
    "Subscription",
]
