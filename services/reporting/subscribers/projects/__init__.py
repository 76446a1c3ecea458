"""What projects tells, by noun, and the facts it becomes."""

from collections.abc import Mapping

from services.reporting.subscribers.projects import (
    benefits,
    calls,
    deliverables,
    gates,
    programme,
    progress,
    register,
    releases,
    work_requests,
)
from services.reporting.subscribers.rows import Tell
from shared.events import Event

TELLS: Mapping[type[Event], Tell] = {
    **programme.TELLS,
    **register.TELLS,
    **gates.TELLS,
    **progress.TELLS,
    **deliverables.TELLS,
    **releases.TELLS,
    **benefits.TELLS,
    **calls.TELLS,
    **work_requests.TELLS,
}
"""Which events become facts, and how."""
