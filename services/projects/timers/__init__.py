"""What projects does by itself: the kinds of timers, the aggregate each is about, and what it does when it is due."""

from services.projects.timers import progress
from shared.timers import Timer

TIMERS: tuple[Timer, ...] = (
    progress.GONE_QUIET,
)  # fmt: skip
