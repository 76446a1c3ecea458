"""What every change of a release's scope does: a line in the log, the freeze told first, sign-offs made stale."""

from dataclasses import dataclass
from datetime import timedelta

from services.projects.domain import releases as rules
from services.projects.models import Release, ReleaseScopeChange
from services.projects.reads import histories
from shared.clock import end_of
from shared.database import Transaction
from shared.events.projects import ReleaseReadinessChanged, ReleaseScopeChanged
from shared.timers import drop_timer, set_timer
from shared.values import last_day

FREEZE = "release-frozen"
"""The timer of a release's freeze date."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to one deliverable in a release."""

    deliverable: str
    change: str
    ready: bool = False
    note: str | None = None
    carried_from: str | None = None


def log(change: Transaction, row: Release, event: ReleaseScopeChanged | ReleaseReadinessChanged, *lines: Line) -> None:
    """Say that the scope of a locked release changed, and keep that in its log under the version that this made."""
    change.record(event, of=row)
    for line in lines:
        change.session.add(
            ReleaseScopeChange(
                release=row.key,
                number=row.version,
                deliverable=line.deliverable,
                change=line.change,
                ready=line.ready,
                note=line.note,
                carried_from=line.carried_from,
                after_freeze=event.after_freeze,
                reason=event.reason,
                by_role=event.by_role,
                effective=event.effective,
                effective_day=last_day(event.effective),
                recorded_at=change.now,
            )
        )


async def signed(change: Transaction, key: str) -> list[str]:
    """Return the roles whose signature stands, until the scope changes."""
    known = await histories.history(change.session, key)
    return [one.by_role for one in known.standing(change.today) if one.stands]


async def tell_freeze(change: Transaction, row: Release) -> None:
    """Say that a release's freeze date has come before anything else is said of it, if its timer has not yet."""
    event = rules.freeze(row, change.today)
    if event is not None:
        row.frozen_told = True
        change.record(event, of=row)
        await change.session.flush()
        await drop_timer(change, FREEZE, row.key)


async def set_freeze(change: Transaction, row: Release) -> None:
    """Let the coming of a release's freeze date be told by itself, or not if it has none any more."""
    if row.freeze_on is None or row.frozen_told:
        await drop_timer(change, FREEZE, row.key)
    else:
        await set_timer(change, FREEZE, row.key, end_of(row.freeze_on - timedelta(days=1)))
