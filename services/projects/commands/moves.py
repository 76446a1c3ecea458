"""Moving running projects to another version of their lifecycle template, or looking first at what that would do."""

from collections.abc import Sequence

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import views
from services.projects.commands.making import named
from services.projects.domain import moves as rules
from services.projects.domain.dates import refuse_future
from services.projects.domain.roles import Role
from services.projects.models import Lifecycle, LifecycleVersion, PhaseChange, Project
from shared.database import Transaction
from shared.errors import FieldError, InvalidError, NotFoundError
from shared.values import Day, Key, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST = 500


class MoveProjects(Wish):
    """Which projects move to which version, what becomes of their phases, and on whose word.

    Without `projects`, all that follow another version; without `to`, to the newest. Phases that `phases` does not
    name keep their key. `dry_run` only says what would happen to each.
    """

    to: int | None = Field(default=None, ge=1, le=100_000, strict=True)
    phases: dict[Key, Key] = Field(default={}, max_length=50)
    projects: list[Key] | None = Field(default=None, min_length=1, max_length=MOST)
    by_role: Role
    reason: Text = Field(min_length=1)
    effective: Day | None = None
    dry_run: bool = Field(default=False, strict=True)


async def move_projects(call: Call, key: str, wish: MoveProjects) -> views.MoveView:
    """Move all of them or none: one event for each that moves."""
    async with call.transaction() as change:
        lifecycle: Lifecycle = await named(change, Lifecycle, key, "lifecycle", hold=True)
        target = await _target(change, lifecycle, wish.to)
        rules.refuse_bad_mapping(wish.phases, target)
        effective = wish.effective or change.today
        refuse_future("effective", effective.isoformat(), change.today)
        rows = await _running(change, key, target, wish.projects)
        prospects = [rules.prospect(row, target, wish.phases, effective=effective) for row in rows]
        if not wish.dry_run:
            rules.refuse_stuck(prospects)
            for row, one in zip(rows, prospects, strict=True):
                if one.outcome == "moves":
                    await _move(change, row, one, target, wish)
        answer = views.move(lifecycle, target, prospects, effective=effective, dry_run=wish.dry_run)
        return await call.answer(change, answer)


async def _target(change: Transaction, lifecycle: Lifecycle, number: int | None) -> LifecycleVersion:
    found = await change.session.get(LifecycleVersion, (lifecycle.key, number or lifecycle.number))
    if found is None:
        message = f"the lifecycle '{lifecycle.key}' has no version {number}; the newest is {lifecycle.number}"
        raise NotFoundError(f"to: {message}.", fields=(FieldError("to", message),))
    return found


async def _running(
    change: Transaction, lifecycle: str, target: LifecycleVersion, keys: Sequence[str] | None
) -> Sequence[Project]:
    """Lock the projects that are meant, in the order of their keys, so that no two moves block each other."""
    query = select(Project).where(Project.lifecycle == lifecycle).order_by(col(Project.key))
    if keys is None:
        query = query.where(col(Project.lifecycle_number) != target.number, col(Project.closed_on).is_(None)).limit(
            MOST + 1
        )
    else:
        query = query.where(col(Project.key).in_(keys))
    rows = (await change.session.exec(query.with_for_update().execution_options(populate_existing=True))).all()
    missing = sorted(set(keys or ()) - {row.key for row in rows})
    if missing:
        message = f"no project of this lifecycle is called {', '.join(missing)}"
        raise InvalidError(f"projects: {message}.", code="not-of-this-lifecycle", fields=(_field(message),))
    if len(rows) > MOST:
        message = f"more than {MOST} would move; name some of them"
        raise InvalidError(f"projects: {message}.", code="too-many", fields=(_field(message),))
    return rows


async def _move(
    change: Transaction, row: Project, one: rules.Prospect, target: LifecycleVersion, wish: MoveProjects
) -> None:
    effective = wish.effective or change.today
    event = rules.moved(one, target, by_role=wish.by_role, reason=wish.reason, effective=effective)
    row.lifecycle_number = target.number
    if one.to_phase is not None and one.to_phase != one.from_phase:
        before = select(func.max(col(PhaseChange.number))).where(PhaseChange.project == row.key)
        change.session.add(
            PhaseChange(
                project=row.key,
                number=((await change.session.exec(before)).one() or 0) + 1,
                lifecycle=target.lifecycle,
                lifecycle_number=target.number,
                from_phase=one.from_phase,
                to_phase=one.to_phase,
                decision=None,
                cause="template-move",
                effective=effective,
                recorded_at=change.now,
            )
        )
        row.phase, row.phase_since = one.to_phase, effective
    change.record(event, of=row)


def _field(message: str) -> FieldError:
    return FieldError("projects", message)
