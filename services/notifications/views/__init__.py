"""What answers show of subscriptions and what was delivered by them, and how rows become it."""

from services.notifications.views.endpoints import WebhookView, webhook
from services.notifications.views.subscriptions import StartView, SubscriptionView, subscription

__all__ = ["StartView", "SubscriptionView", "WebhookView", "subscription", "webhook"]
