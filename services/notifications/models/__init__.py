"""What is true in notifications: the log of events, who wants which of them, and what was delivered."""

from services.notifications.models.base import NotificationsTable
from services.notifications.models.deliveries import Attempt, Delivery, Lane
from services.notifications.models.endpoints import Endpoint, EndpointSecret
from services.notifications.models.log import LoggedEvent, LogHead
from services.notifications.models.subscriptions import Subscription

__all__ = [
    "Attempt",
    "Delivery",
    "Endpoint",
    "EndpointSecret",
    "Lane",
    "LogHead",
    "LoggedEvent",
    "NotificationsTable",
    "Subscription",
]
