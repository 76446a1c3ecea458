"""What falls due at gates: conditions."""

from services.projects.domain import conditions as rules
from services.projects.models import GateCondition, Project
from services.projects.reads.gates import CONDITION_OVERDUE
from shared.database import Transaction
from shared.timers import Due, Timer


async def condition_overdue(change: Transaction, project: Project, due: Due) -> None:
    """Say that a condition is overdue; the one that was settled meanwhile is not."""
    row = await change.session.get(GateCondition, due.key)
    event = rules.fall_overdue(row) if row else None
    if event is not None:
        change.record(event, of=project)


TIMERS = (Timer(CONDITION_OVERDUE, Project, condition_overdue),)
