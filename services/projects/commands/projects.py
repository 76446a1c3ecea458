"""Registering projects, changing their details, and giving them their place in a portfolio."""

from typing import Any, Literal

from pydantic import Field
from sqlmodel import select

from services.projects import reads, views
from services.projects.commands.making import named, new, refuse_existing
from services.projects.domain import placements as rules
from services.projects.domain.dates import refuse_disorder
from services.projects.domain.projects import refuse_closed
from services.projects.models import Lifecycle, Placement, Portfolio, Project
from shared.database import Transaction
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import ProjectDetailsChanged, ProjectRegistered
from shared.values import Key, Link, Name, PartialDate, Text, last_day
from shared.web.calls import Call
from shared.web.resources import Wish

MOST = 100
RESERVED = {"imports", "submissions", "conflicts"}
"""Keys that an address under /projects has taken."""


class Participants(Wish):
    """Who takes part, as far as it is known: how many councils, and those that were named."""

    count: int | None = Field(default=None, ge=0, le=10_000, strict=True)
    councils: list[Key] = Field(default=[], max_length=MOST)
    other: list[Name] = Field(default=[], max_length=MOST)


class RegisterProject(Wish):
    """A project enters the register; what is not known is left out."""

    key: Key
    name: Name
    summary: Text | None = None
    programme: Literal["digital-partnership", "adjacent"] = "digital-partnership"
    lead_councils: list[Key] = Field(default=[], max_length=MOST)
    other_leads: list[Name] = Field(default=[], max_length=MOST)
    participants: Participants = Participants()
    lifecycle: Key | None = None
    era: Name | None = None
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    status_seen: Name | None = None
    sources: list[Link] = Field(default=[], max_length=MOST)
    notes: Text | None = None
    demonstration: bool = Field(default=False, strict=True)


class ChangeProject(Wish):
    """What to change in a project's details; what is left out stays."""

    name: Name | None = None
    summary: Text | None = None
    lifecycle: Key | None = None
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    notes: Text | None = None


class PlaceProject(Wish):
    """A project's place in a portfolio."""

    portfolio: Key
    starts: PartialDate = Field(alias="from")
    ends: PartialDate | None = Field(default=None, alias="to")
    reading_of_ours: bool = Field(default=False, strict=True)


async def register_project(call: Call, wish: RegisterProject) -> views.ProjectView:
    async with call.transaction() as change:
        if wish.key in RESERVED:
            raise ConflictError(f"'{wish.key}' is the address of something else; choose another key.", code="key-taken")
        await refuse_existing(change, Project, wish.key, "project")
        if wish.starts:
            refuse_disorder("ends", wish.starts, wish.ends)
        details = wish.model_dump(exclude={"participants"})
        number = await _newest(change, wish.lifecycle) if wish.lifecycle else None
        row = new(
            Project,
            change,
            participant_count=wish.participants.count,
            participant_councils=wish.participants.councils,
            other_participants=wish.participants.other,
            lifecycle_number=number,
            **details,
        )
        change.record(
            ProjectRegistered(project=row.key, **row.model_dump(include=set(ProjectRegistered.model_fields))), of=row
        )
        return await call.answer(change, views.project(row, portfolio=None))


async def change_project(call: Call, key: str, wish: ChangeProject) -> views.ProjectView:
    """Change what is sent; when that is as it was, nothing happened and nothing is told."""
    async with call.transaction() as change:
        row = await change.lock(Project, key)
        call.expect(row)
        before = row.model_dump()
        wanted = wish.model_dump(exclude_unset=True)
        if "name" in wanted and wanted["name"] is None:
            raise InvalidError("name: a project has a name.", fields=(FieldError("name", "must not be null"),))
        if "lifecycle" in wanted:
            await _begin_lifecycle(change, row, wanted.pop("lifecycle"))
        row.sqlmodel_update(wanted)
        if row.starts:
            refuse_disorder("ends", row.starts, row.ends)
        if row.model_dump() != before:
            details = row.model_dump(include=set(ProjectDetailsChanged.model_fields))
            change.record(ProjectDetailsChanged(project=key, **details), of=row)
            await change.session.flush()
        return await call.answer(change, await reads.project(change.session, row, change.today))


async def _begin_lifecycle(change: Transaction, row: Project, wanted: str | None) -> None:
    """Let a project begin to follow a lifecycle; one that follows a version of one keeps it."""
    if wanted == row.lifecycle:
        return
    if row.lifecycle is not None:
        raise ConflictError(
            f"The project follows '{row.lifecycle}' version {row.lifecycle_number} and keeps the template it started "
            "on.",
            code="lifecycle-kept",
        )
    if wanted is not None:
        refuse_closed(row)
        row.lifecycle, row.lifecycle_number = wanted, await _newest(change, wanted)


async def place_project(call: Call, key: str, wish: PlaceProject) -> views.ProjectView:
    """Give a project its place, or put right until when it has the place that begins on the same day."""
    async with call.transaction() as change:
        row = await change.lock(Project, key)
        portfolio: Portfolio = await named(change, Portfolio, wish.portfolio, "portfolio", hold=True)
        before = (await change.session.exec(select(Placement).where(Placement.project == key))).all()
        said = wish.model_dump(exclude={"portfolio"})
        event = rules.place(row, portfolio, before, **said)
        values: dict[str, Any] = said | {
            "starts_day": last_day(wish.starts),
            "ends_day": last_day(wish.ends) if wish.ends else None,
            "recorded_at": change.now,
        }
        same = [one for one in before if (one.portfolio, one.starts_day) == (portfolio.key, values["starts_day"])]
        place = same[0].sqlmodel_update(values) if same else Placement(project=key, portfolio=portfolio.key, **values)
        change.session.add(place)
        change.record(event, of=row)
        await change.session.flush()
        return await call.answer(change, await reads.project(change.session, row, change.today))


async def _newest(change: Transaction, lifecycle: str) -> int:
    row: Lifecycle = await named(change, Lifecycle, lifecycle, "lifecycle")
    return row.number
