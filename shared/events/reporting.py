"""What reporting says: reports that were frozen when the thing they report on was sealed."""

from shared.events.base import Event, Rewound


class ReleaseReportFrozen(Event, about="release", audience="public", aggregate="release-report"):
    """The report on a closed release was frozen, with its figures as they were known then."""

    release: str
    included: int
    carried_over: int
    projects: int
    manifest_sha256: str
    effective: str


class HistoryRewound(Event, Rewound, about="history", audience="programme"):
    """The database of this service was restored: the events named here are void, and a new epoch begins."""
