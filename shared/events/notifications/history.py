"""That the history of notifications itself went back."""

from shared.events.base import Event, Rewound


class HistoryRewound(Event, Rewound, about="history", audience="programme"):
    """The database of this service was restored: the events named here are void, and a new epoch begins."""
