"""What falls due of benefits: their measures, for as long as their schedules say, also when the project has ended."""

from datetime import date

from services.projects import reads
from services.projects.domain import measures as rules
from services.projects.domain import schedules
from services.projects.models import Benefit
from shared.clock import end_of, start_of
from shared.database import Transaction
from shared.timers import Due, Timer, set_timer


async def measure_due(change: Transaction, row: Benefit, due: Due) -> None:
    """Say that a measure is due, and let the next one fall due, and this one be overdue if it does not come."""
    day = date.fromisoformat(due.key)
    known = await reads.schedules_of(change.session, [row.key], date.max)
    over = schedules.periods(known, max(day, change.today))
    period = next((one for one in over if one.due == day), None)
    if period is not None and day not in await reads.measures(change.session, row.key, date.max):
        change.record(rules.fall_due(row, period), of=row)
        await set_timer(change, reads.MEASURE_OVERDUE, row.key, end_of(day + schedules.GRACE), key=due.key)
    later = [one.due for one in over if one.due > day]
    following = later[0] if later else schedules.next_due(known[-1], max(day, change.today))
    if following is not None:
        await set_timer(change, reads.MEASURE_DUE, row.key, start_of(following), key=following.isoformat())


async def measure_overdue(change: Transaction, row: Benefit, due: Due) -> None:
    """Say that a measure is overdue; one that came is not."""
    day = date.fromisoformat(due.key)
    period = next((one for one in await reads.periods(change.session, row.key, change.today) if one.due == day), None)
    if period is not None and day not in await reads.measures(change.session, row.key, date.max):
        change.record(rules.fall_overdue(row, period), of=row)


TIMERS = (
    Timer(reads.MEASURE_DUE, Benefit, measure_due),
    Timer(reads.MEASURE_OVERDUE, Benefit, measure_overdue),
)
