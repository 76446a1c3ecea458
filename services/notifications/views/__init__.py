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
from services.notifications.views.endpoints import KeyView, WebhookView, webhook
from services.notifications.views.partners import (
    BrokerAccessView,
    BrokerKeyView,
    BrokerView,
    NewBrokerKeyView,
    broker,
)
from services.notifications.views.partners import keys as broker_keys
from services.notifications.views.previews import PreviewView, bursts, hidden, type_counts
from services.notifications.views.subscriptions import StartView, SubscriptionView, subscription

__all__ = [
    "AttemptView",
    "BrokerAccessView",
    "BrokerKeyView",
    "BrokerView",
    "DeliveryView",
    "HealthView",
    "KeyView",
    "NewBrokerKeyView",
    "PreviewView",
    "RecoveredView",
    "StartView",
    "SubscriptionView",
    "WebhookView",
    "attempt",
    "broker",
    "broker_keys",
    "bursts",
    "delivery",
    "health",
    "hidden",
    "recovered",
    "subscription",
    "type_counts",
    "webhook",
]
