"""Registering deliverables, renaming them, moving them from state to state, and publishing their versions."""

from datetime import date

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import reads, views
from services.projects.commands.making import named, new, refuse_existing
from services.projects.domain import deliverables as rules
from services.projects.models import Deliverable, DeliverableVersion, Project
from shared.database import Transaction
from shared.errors import FieldError, NotFoundError
from shared.events.projects import DeliverableRegistered, DeliverableRenamed, DeliverableStateChanged
from shared.values import Day, Key, Link, Name, Sha256, Text, Version
from shared.web.calls import Call
from shared.web.resources import Wish


class RegisterDeliverable(Wish):
    """A thing that a project hands over; a state that no source tells is left out."""

    key: Key
    project: Key
    name: Name
    state: rules.State | None = None
    state_as_found: Name | None = None
    produced_by: Name | None = None
    source: Text | None = None


class RenameDeliverable(Wish):
    """The name it is called by from now on."""

    name: Name


class ChangeState(Wish):
    """The state it moves to. One that is superseded names its successor; one that is withdrawn says why.

    `acknowledge_by` is the day by which those who adopted it should have stopped using it, and have said so.
    """

    to: rules.State
    effective: Day | None = None
    successor: Key | None = None
    reason: Text | None = Field(default=None, min_length=1)
    acknowledge_by: Day | None = None


class PublishVersion(Wish):
    """A version of a deliverable, by the name it goes by; `sha256` is the digest of what `link` leads to."""

    version: Version
    effective: Day | None = None
    summary: Text | None = None
    link: Link | None = None
    sha256: Sha256 | None = None


async def register_deliverable(call: Call, wish: RegisterDeliverable) -> views.DeliverableView:
    async with call.transaction() as change:
        await refuse_existing(change, Deliverable, wish.key, "deliverable")
        await named(change, Project, wish.project, "project")
        row = new(Deliverable, change, **wish.model_dump())
        event = DeliverableRegistered(deliverable=row.key, **wish.model_dump(exclude={"key", "source"}))
        change.record(event, of=row)
        return await call.answer(change, views.deliverable(row))


async def rename_deliverable(call: Call, key: str, wish: RenameDeliverable) -> views.DeliverableView:
    async with call.transaction() as change:
        row = await change.lock(Deliverable, key)
        call.expect(row)
        if row.name != wish.name:
            row.name = wish.name
            change.record(DeliverableRenamed(deliverable=key, project=row.project, name=row.name), of=row)
        return await call.answer(change, views.deliverable(row))


async def change_state(call: Call, key: str, wish: ChangeState) -> views.DeliverableView:
    if wish.to in rules.NOT_OFFERED:
        return await _offer_no_more(call, key, wish)

    def decide(row: Deliverable, today: date) -> DeliverableStateChanged:
        event = _decided(row, wish, today)
        row.state, row.state_since, row.state_reason = event.to_state, date.fromisoformat(event.effective), event.reason
        return event

    return await reads.DELIVERABLE.change(call, key, decide, views.deliverable)


async def _offer_no_more(call: Call, key: str, wish: ChangeState) -> views.DeliverableView:
    """Supersede or withdraw a deliverable: what takes its place is held as it is until that is done."""
    async with call.transaction() as change:
        row, successor = await _with_successor(change, key, wish.successor)
        event = _decided(row, wish, change.today, successor)
        row.state, row.state_since, row.state_reason = event.to_state, date.fromisoformat(event.effective), event.reason
        row.successor, row.acknowledge_by = event.successor, wish.acknowledge_by
        change.record(event, of=row)
        return await call.answer(change, views.deliverable(row))


async def publish_version(call: Call, key: str, wish: PublishVersion) -> views.VersionPublished:
    async with call.transaction() as change:
        row = await change.lock(Deliverable, key)
        before = await change.session.get(DeliverableVersion, (key, wish.version))
        event = rules.publish_version(
            row,
            wish.version,
            published_on=before.effective if before else None,
            effective=wish.effective or change.today,
            today=change.today,
            summary=wish.summary,
            link=wish.link,
            sha256=wish.sha256,
        )
        version = await _next_version(change, row, wish, date.fromisoformat(event.effective))
        change.session.add(version)
        await change.flush()
        row.latest_version = await reads.latest_version(change.session, key)
        change.record(event, of=row)
        return await call.answer(change, views.version_published(row, version))


def _decided(
    row: Deliverable, wish: ChangeState, today: date, successor: Deliverable | None = None
) -> DeliverableStateChanged:
    grounds = rules.Grounds(wish.reason, wish.successor, wish.acknowledge_by)
    return rules.change_state(
        row, wish.to, effective=wish.effective or today, today=today, grounds=grounds, successor=successor
    )


async def _with_successor(
    change: Transaction, key: str, successor: str | None
) -> tuple[Deliverable, Deliverable | None]:
    """Return a deliverable and the one that is to take its place, both locked.

    In the order of their keys: two that are to take each other's place wait for one another, and the second is refused.
    """
    locked = {one: await change.find(Deliverable, one) for one in sorted({key, successor or key})}
    row = locked[key]
    if row is None:
        raise NotFoundError(f"There is no deliverable '{key}'.")
    if successor is not None and locked[successor] is None:
        fields = (FieldError("successor", f"there is no '{successor}'"),)
        raise NotFoundError(f"There is no deliverable '{successor}'.", fields=fields)
    return row, locked[successor] if successor else None


async def _next_version(
    change: Transaction, row: Deliverable, wish: PublishVersion, effective: date
) -> DeliverableVersion:
    """Return the next version of a deliverable, whose row is locked."""
    query = select(func.max(col(DeliverableVersion.number))).where(DeliverableVersion.deliverable == row.key)
    before = (await change.session.exec(query)).one()
    return DeliverableVersion(
        deliverable=row.key,
        number=(before or 0) + 1,
        effective=effective,
        recorded_at=change.now,
        **wish.model_dump(exclude={"effective"}),
    )
