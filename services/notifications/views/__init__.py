"""What answers show of subscriptions and what was delivered by them, and how rows become it."""

from services.notifications.views.endpoints import WebhookView, webhook
from services.notifications.views.previews import PreviewView, bursts, hidden, type_counts
from services.notifications.views.subscriptions import StartView, SubscriptionView, subscription

__all__ = [
    "PreviewView",
    "StartView",
    "SubscriptionView",
    "WebhookView",
    "bursts",
    "hidden",
    "subscription",
    "type_counts",
    "webhook",
]
