"""A project that was awaited to tell of its progress and did not has gone quiet."""

from datetime import timedelta

from services.projects.commands.progress import fall_quiet
from services.projects.domain import progress as rules
from services.projects.models import Project
from shared.database import Transaction
from shared.timers import Due, Timer


async def _missed(change: Transaction, project: Project, due: Due) -> None:
    # it was set for the moment at which the day was over
    awaited = due.due_at.date() - timedelta(days=1)
    if project.closed_on is None or project.closed_on > awaited:
        await fall_quiet(change, project, awaited)


GONE_QUIET = Timer(rules.GONE_QUIET, Project, _missed)
