"""A condition of a gate decision that was neither met nor waived in time has fallen overdue."""

from services.projects.domain import conditions as rules
from services.projects.models import GateCondition, Project
from shared.database import Transaction
from shared.timers import Due, Timer


async def _missed(change: Transaction, project: Project, due: Due) -> None:
    row = await change.session.get(GateCondition, due.key)
    event = rules.fall_overdue(row) if row else None
    if event is not None:
        change.record(event, of=project)


CONDITION_OVERDUE = Timer(rules.OVERDUE, Project, _missed)
