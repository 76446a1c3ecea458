"""What notifications says: what becomes of subscriptions, and that its own history went back."""

from shared.events.notifications.broker import SubscriptionKeyAdded, SubscriptionKeyRemoved
from shared.events.notifications.deliveries import (
    SubscriptionDeliveriesSkipped,
    SubscriptionPaused,
    SubscriptionResumed,
)
from shared.events.notifications.endpoints import (
    SubscriptionAgreed,
    SubscriptionSecretIssued,
    SubscriptionSecretRetired,
)
from shared.events.notifications.history import HistoryRewound
from shared.events.notifications.subscriptions import (
    SubscriptionChanged,
    SubscriptionEnded,
    SubscriptionMade,
    SubscriptionStopped,
)

__all__ = [
    "HistoryRewound",
    "SubscriptionAgreed",
    "SubscriptionChanged",
    "SubscriptionDeliveriesSkipped",
    "SubscriptionEnded",
    "SubscriptionKeyAdded",
    "SubscriptionKeyRemoved",
    "SubscriptionMade",
    "SubscriptionPaused",
    "SubscriptionResumed",
    "SubscriptionSecretIssued",
    "SubscriptionSecretRetired",
    "SubscriptionStopped",
]
