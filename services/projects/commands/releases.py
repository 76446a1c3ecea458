"""Planning releases, and changing what is said of them: name, planned date, freeze date, needed sign-offs."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import Field
from sqlmodel import col, select

from services.projects import reads, views
from services.projects.commands.making import new, refuse_existing
from services.projects.commands.scope import set_freeze, tell_freeze
from services.projects.domain import releases as rules
from services.projects.domain.roles import Role
from services.projects.models import Release, ReleaseDetails
from shared.database import Transaction
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import ReleaseDetailsChanged, ReleasePlanned
from shared.values import Day, Key, Name, PartialDate, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_ROLES = len(get_args(Role))
RESERVED = {"seal-keys", "verify"}
"""Keys that are addresses of something else."""


class PlanRelease(Wish):
    """A release; `history_recorded` false means that whether and when it closed was not found."""

    key: Key
    number: int | None = Field(default=None, ge=1, le=10_000, strict=True)
    name: Name
    planned_for: PartialDate | None = None
    demonstration: bool = Field(default=False, strict=True)
    history_recorded: bool = Field(default=True, strict=True)
    source: Text | None = None
    freeze_on: Day | None = None
    sign_offs_needed: list[Role] = Field(default=[], max_length=MOST_ROLES)


class ChangeRelease(Wish):
    """What to change in an open release; what is left out stays."""

    name: Name | None = None
    planned_for: PartialDate | None = None
    freeze_on: Day | None = None
    sign_offs_needed: list[Role] | None = Field(default=None, max_length=MOST_ROLES)


async def plan_release(call: Call, wish: PlanRelease) -> views.ReleaseView:
    async with call.transaction() as change:
        if wish.key in RESERVED:
            raise ConflictError(f"'{wish.key}' is the address of something else; choose another key.", code="key-taken")
        await refuse_existing(change, Release, wish.key, "release")
        await _refuse_number(change, wish)
        rules.refuse_plan(None, wish.freeze_on, wish.sign_offs_needed, change.today)
        state = "planned" if wish.history_recorded else "not-recorded"
        said = wish.model_dump(exclude={"history_recorded"})
        row = new(Release, change, state=state, **said | {"sign_offs_needed": sorted(set(wish.sign_offs_needed))})
        told = row.model_dump(mode="json", include=set(ReleasePlanned.model_fields))
        await _say(change, row, ReleasePlanned(release=row.key, **told))
        return await call.answer(change, await reads.release(change.session, row, change.today))


async def change_release(call: Call, key: str, wish: ChangeRelease) -> views.ReleaseView:
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        call.expect(row)
        rules.refuse_closed(row)
        await tell_freeze(change, row)
        before = row.model_dump()
        wanted = wish.model_dump(exclude_unset=True)
        _refuse_null(wanted)
        wanted = {name: sorted(set(said)) if name == "sign_offs_needed" else said for name, said in wanted.items()}
        freeze_on, needed = wanted.get("freeze_on", row.freeze_on), wanted.get("sign_offs_needed", row.sign_offs_needed)
        rules.refuse_plan(row, freeze_on, needed, change.today)
        row.sqlmodel_update(wanted)
        if row.model_dump() != before:
            told = row.model_dump(mode="json", include=set(ReleaseDetailsChanged.model_fields))
            await _say(change, row, ReleaseDetailsChanged(release=key, **told))
        return await call.answer(change, await reads.release(change.session, row, change.today))


async def _say(change: Transaction, row: Release, event: ReleasePlanned | ReleaseDetailsChanged) -> None:
    """Record what is said of a release from today on, and let the day of its freeze be told when it comes."""
    change.record(event, of=row)
    await change.session.flush()
    said = row.model_dump(include={"name", "planned_for", "freeze_on", "sign_offs_needed"})
    change.session.add(
        ReleaseDetails(release=row.key, number=row.version, effective=change.today, recorded_at=change.now, **said)
    )
    await set_freeze(change, row)
    await tell_freeze(change, row)
    await change.session.flush()


async def _refuse_number(change: Transaction, wish: PlanRelease) -> None:
    if wish.number is None or wish.demonstration:
        return
    query = select(Release.key).where(Release.number == wish.number, col(Release.demonstration).is_(False))
    taken = (await change.session.exec(query)).first()
    if taken is not None:
        raise ConflictError(f"The release '{taken}' has the number {wish.number} already.", code="number-taken")


def _refuse_null(wanted: Mapping[str, Any]) -> None:
    """Refuse to take away what a release always has."""
    for name, words in (("name", "a release has a name"), ("sign_offs_needed", "give the roles, or an empty list")):
        if name in wanted and wanted[name] is None:
            raise InvalidError(f"{name}: {words}.", fields=(FieldError(name, "must not be null"),))
