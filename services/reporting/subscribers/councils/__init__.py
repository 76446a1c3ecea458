"""What councils tells, by noun, and the facts it becomes."""

from collections.abc import Mapping

from services.reporting.subscribers.councils import (
    acknowledgements,
    adoptions,
    benefits,
    commitments,
    memberships,
    register,
    roles,
)
from services.reporting.subscribers.rows import Tell
from shared.events import Event

TELLS: Mapping[type[Event], Tell] = {
    **register.TELLS,
    **memberships.TELLS,
    **adoptions.TELLS,
    **acknowledgements.TELLS,
    **commitments.TELLS,
    **roles.TELLS,
    **benefits.TELLS,
}
"""Which events become facts, and how."""
