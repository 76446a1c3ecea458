"""What notifications says: what becomes of subscriptions, and that its own history went back."""

from shared.events.notifications.history import HistoryRewound
from shared.events.notifications.subscriptions import (
    SubscriptionChanged,
    SubscriptionEnded,
    SubscriptionMade,
    SubscriptionStopped,
)

__all__ = ["HistoryRewound", "SubscriptionChanged", "SubscriptionEnded", "SubscriptionMade", "SubscriptionStopped"]
