"""A work request whose due day is over while councils have not answered is overdue."""

from services.projects.commands.work_requests import fall_overdue
from services.projects.domain import work_requests as rules
from services.projects.models import WorkRequest
from shared.database import Transaction
from shared.timers import Due, Timer


async def _due_day_is_over(change: Transaction, request: WorkRequest, _: Due) -> None:
    await fall_overdue(change, request)


OVERDUE = Timer(rules.OVERDUE, WorkRequest, _due_day_is_over)
