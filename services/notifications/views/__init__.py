"""What answers show of subscriptions and what was delivered by them, and how rows become it."""

from services.notifications.views.deliveries import (
    AttemptView,
    DeliveryView,
    HealthView,
    RecoveredView,
    attempt,
    delivery,
    health,
    recovered,
)
from services.notifications.views.endpoints import WebhookView, webhook
from services.notifications.views.previews import PreviewView, bursts, hidden, type_counts
from services.notifications.views.subscriptions import StartView, SubscriptionView, subscription

__all__ = [
    "AttemptView",
    "DeliveryView",
    "HealthView",
    "PreviewView",
    "RecoveredView",
    "StartView",
    "SubscriptionView",
    "WebhookView",
    "attempt",
    "bursts",
    "delivery",
    "health",
    "hidden",
    "recovered",
    "subscription",
    "type_counts",
    "webhook",
]
