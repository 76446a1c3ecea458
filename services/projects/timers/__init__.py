"""What projects does by itself: the kinds of timers, the aggregate each is about, and what it does when it is due."""

from services.projects.timers import benefits, calls, gates, progress, releases, work_requests
from shared.timers import Timer

TIMERS: tuple[Timer, ...] = (
    calls.CLOSED,
    gates.CONDITION_OVERDUE,
    progress.GONE_QUIET,
    work_requests.OVERDUE,
    releases.FROZEN,
    *benefits.TIMERS,
)  # fmt: skip
