"""Registering projects, changing their details, and giving them their place in a portfolio."""

from typing import Literal

from pydantic import Field

from services.projects import reads, views
from services.projects.commands.making import new, refuse_existing
from services.projects.domain.dates import refuse_disorder
from services.projects.models import Lifecycle, Placement, Portfolio, Project
from shared.database import Transaction
from shared.errors import ConflictError, FieldError, InvalidError, NotFoundError
from shared.events.projects import ProjectDetailsChanged, ProjectPlaced, ProjectRegistered
from shared.values import Key, Link, Name, PartialDate, Text, last_day
from shared.web.calls import Call
from shared.web.resources import Wish

MOST = 100


class Participants(Wish):
    """Who takes part, as far as it is known: how many councils, and those that were named."""

    count: int | None = Field(default=None, ge=0, le=10_000)
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
    demonstration: bool = False


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
    reading_of_ours: bool = False


async def register_project(call: Call, wish: RegisterProject) -> views.ProjectView:
    async with call.transaction() as change:
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
        return await call.answer(change, views.project(row, None))


async def change_project(call: Call, key: str, wish: ChangeProject) -> views.ProjectView:
    async with call.transaction() as change:
        row = await change.lock(Project, key)
        call.expect(row)
        wanted = wish.model_dump(exclude_unset=True)
        if wanted.get("name", row.name) is None:
            raise InvalidError("name: a project has a name.", fields=(FieldError("name", "must not be null"),))
        lifecycle = wanted.pop("lifecycle", None)
        if lifecycle is not None and lifecycle != row.lifecycle:
            if row.lifecycle is not None:
                raise ConflictError(
                    f"The project follows '{row.lifecycle}' version {row.lifecycle_number} and keeps the template it "
                    "started on.",
                    code="lifecycle-kept",
                )
            row.lifecycle, row.lifecycle_number = lifecycle, await _newest(change, lifecycle)
        row.sqlmodel_update(wanted)
        if row.starts:
            refuse_disorder("ends", row.starts, row.ends)
        change.record(
            ProjectDetailsChanged(project=key, **row.model_dump(include=set(ProjectDetailsChanged.model_fields))),
            of=row,
        )
        return await call.answer(change, await reads.project(change.session, row))


async def place_project(call: Call, key: str, wish: PlaceProject) -> views.ProjectView:
    async with call.transaction() as change:
        row = await change.lock(Project, key)
        if await change.session.get(Portfolio, wish.portfolio) is None:
            raise NotFoundError(f"There is no portfolio '{wish.portfolio}'.")
        refuse_disorder("to", wish.starts, wish.ends)
        change.session.add(
            Placement(
                project=key,
                portfolio=wish.portfolio,
                starts=wish.starts,
                starts_day=last_day(wish.starts),
                ends=wish.ends,
                ends_day=last_day(wish.ends) if wish.ends else None,
                reading_of_ours=wish.reading_of_ours,
            )
        )
        event = ProjectPlaced(
            project=key,
            portfolio=wish.portfolio,
            effective=wish.starts,
            ends=wish.ends,
            reading_of_ours=wish.reading_of_ours,
        )
        change.record(event, of=row)
        await change.session.flush()
        return await call.answer(change, await reads.project(change.session, row))


async def _newest(change: Transaction, lifecycle: str) -> int:
    row = await change.session.get(Lifecycle, lifecycle)
    if row is None:
        raise NotFoundError(f"There is no lifecycle '{lifecycle}'.")
    return row.number
