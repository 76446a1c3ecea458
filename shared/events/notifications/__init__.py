"""What notifications says: what becomes of subscriptions, and that its own history went back."""

from shared.events.notifications.history import HistoryRewound

__all__ = ["HistoryRewound"]
