"""A service made for tests alone: it keeps things, serves them over HTTP as every service does, and tells of them."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field as Constrained
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, col, select
from starlette.responses import Response

from shared.database import Aggregate, Database, Transaction
from shared.errors import ConflictError, NotFoundError
from shared.events.projects import DeliverableRenamed
from shared.outbox.record import Cause
from shared.service import Role, Service
from shared.values import Key, Name, Text
from shared.web.calls import Call, requires
from shared.web.resources import Page, PageWanted, Resource, Wish, created, shown
from tests.support import bare
from tests.support.world import Running, World

THINGS = """CREATE TABLE thing (key varchar PRIMARY KEY, name varchar NOT NULL, note varchar, version bigint NOT NULL,
                                last_event uuid, created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL)"""
CAUSE = Cause("client:test", "a-correlation")


class ThingsTable(SQLModel, registry=registry()):
    pass


class Thing(ThingsTable, Aggregate, table=True):
    __tablename__ = "thing"
    key: str = Field(primary_key=True)
    name: str
    note: str | None = None


class MakeThing(Wish):
    key: Key
    name: Name
    note: Text | None = None
    weight: int = Constrained(default=1, ge=1, le=100)


class ChangeThing(Wish):
    name: Name


class ThingView(Resource):
    key: str
    name: str


router = APIRouter(prefix="/api/v1/things")
Reads = Annotated[Call, Depends(requires("programme:read"))]
Writes = Annotated[Call, Depends(requires("programme:write"))]
held = asyncio.Event()
"""Cleared by a test that wants commands to wait inside their transaction."""
held.set()


def view(thing: Thing) -> ThingView:
    return ThingView(href=f"/api/v1/things/{thing.key}", version=thing.version, key=thing.key, name=thing.name)


@router.get("", response_model=Page[ThingView])
async def list_things(
    call: Reads, wanted: Annotated[PageWanted, Depends()], not_named: Annotated[str | None, Query()] = None
) -> Response:
    query = select(Thing).where(col(Thing.name).is_distinct_from(not_named)).order_by(col(Thing.key))
    query = query.limit(wanted.limit + 1)
    if wanted.after:
        query = query.where(col(Thing.key) > str(wanted.after[0]))
    async with call.reading() as session:
        return shown(wanted.page((await session.exec(query)).all(), view, lambda row: [row.key]))


@router.post("", status_code=201, response_model=ThingView)
async def make_thing(call: Writes, wish: MakeThing) -> Response:
    async with call.transaction() as change:
        if await change.session.get(Thing, wish.key):
            raise ConflictError(f"There is a thing '{wish.key}' already.", code="exists")
        row = Thing(key=wish.key, name=wish.name, note=wish.note, created_at=change.now, changed_at=change.now)
        change.record(DeliverableRenamed(deliverable=row.key, project="p", name=row.name), of=row)
        await change.session.flush()
        await held.wait()
        made = await call.answer(change, view(row))
    return created(made)


@router.get("/{key}", response_model=ThingView)
async def get_thing(call: Reads, key: Key, request: Request) -> Response:
    async with call.reading() as session:
        row = await session.get(Thing, key)
    if row is None:
        raise NotFoundError(f"There is no thing '{key}'.")
    return shown(view(row), request)


@router.patch("/{key}", response_model=ThingView)
async def change_thing(call: Writes, key: Key, wish: ChangeThing) -> Response:
    async with call.transaction() as change:
        row = await change.lock(Thing, key)
        call.expect(row)
        row.name = wish.name
        change.record(DeliverableRenamed(deliverable=key, project="p", name=row.name), of=row)
        await change.session.flush()
        return shown(await call.answer(change, view(row)))


service = Service(name="projects", description="Keeps things.", routers=[router], tables=bare.NO_TABLES)


async def start(world: World, role: Role = "serve", *, beside: Running | None = None, **changes: Any) -> Running:
    """Start the service; its events go to the stream of the service whose name it bears."""
    return await bare.start(world, service, THINGS, role, beside=beside, **changes)


async def relayed(world: World, beside: Running, *, seconds: float = 15) -> Running:
    """Start what publishes the events of a service that only answers requests."""
    worker = await start(world, "worker", beside=beside)
    await worker.ready(seconds)
    return worker


def database_of(running: Running) -> Database:
    database: Database = running.app.state.database
    return database


async def change(database: Database, key: str, *, times: int = 1, name: str = "A name") -> list[UUID]:
    """Change a thing so many times in one transaction, each with its event; return the events' ids."""
    async with database.transaction(CAUSE) as transaction:
        row = await found(transaction, key)
        event = DeliverableRenamed(deliverable=key, project="p", name=name)
        return [transaction.record(event, of=row) for _ in range(times)]


async def found(transaction: Transaction, key: str) -> Thing:
    """Return a thing, locked, or a new one."""
    now = datetime.now(UTC)
    return await transaction.find(Thing, key) or Thing(key=key, name=key, created_at=now, changed_at=now)
