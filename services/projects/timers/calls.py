"""Calls for participation close by themselves once their deadline is over."""

from services.projects.commands.calls import DEADLINE, end_call
from services.projects.models import ParticipationCall
from shared.database import Transaction
from shared.timers import Due, Timer


async def close_after_deadline(change: Transaction, row: ParticipationCall, due: Due) -> None:
    """Let a call take no more answers, from the day after its deadline."""
    if row.state == "published":
        await end_call(change, row, "deadline", None, due.due_at.date())


CLOSED = Timer(DEADLINE, ParticipationCall, close_after_deadline)
