"""The ceiling of a service: bare FastAPI and asyncpg on the same tables, with nothing that a service is for."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg
import orjson
import uuid_utils
import uvicorn
from fastapi import FastAPI, Request
from pydantic import BaseModel
from starlette.responses import Response

POOL_SIZE = 10

LOCK = "SELECT key, project, name, state, version FROM deliverable WHERE key = $1 FOR UPDATE"
CHANGE = (
    "UPDATE deliverable SET state = $2, state_since = $3, version = $4, last_event = $5, changed_at = $6 WHERE key = $1"
)
READ = """SELECT key, project, name, state, state_since, state_as_found, produced_by, source, version
          FROM deliverable WHERE key = $1"""
SAY = """INSERT INTO outbox_event (event_id, aggregate_type, aggregate_id, aggregate_version, event_type,
                                   schema_version, subject, payload, headers, occurred_at, recorded_at)
         VALUES ($1, 'deliverable', $2, $3, $4, 1, $5, $6, $7, $8, $8)"""
TYPE = "partnership.projects.deliverable-state-changed.v1"


class Wish(BaseModel):
    to: str


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=POOL_SIZE, max_size=POOL_SIZE) as pool:
        app.state.pool = pool
        yield


app = FastAPI(openapi_url=None, lifespan=_lifespan)


@app.get("/livez")
async def livez() -> Response:
    return Response()


@app.get("/deliverables/{key}")
async def show(key: str, request: Request) -> Response:
    row = await request.app.state.pool.fetchrow(READ, key)
    return _json(dict(row), row["version"])


@app.post("/deliverables/{key}/state-changes", status_code=201)
async def change(key: str, wish: Wish, request: Request) -> Response:
    now, event_id = datetime.now(UTC), uuid_utils.uuid7().hex
    async with request.app.state.pool.acquire() as connection, connection.transaction():
        row = await connection.fetchrow(LOCK, key)
        version = row["version"] + 1
        await connection.execute(CHANGE, key, wish.to, now.date(), version, event_id, now)
        event = {"deliverable": key, "project": row["project"], "from_state": row["state"], "to_state": wish.to}
        headers = {"Nats-Msg-Id": event_id, "ce-type": TYPE, "ce-subject": key, "ce-time": now.isoformat()}
        values = (f"{TYPE}.{key}", orjson.dumps(event), orjson.dumps(headers).decode(), now)
        await connection.execute(SAY, event_id, key, version, TYPE, *values)
    return _json(dict(row) | {"state": wish.to, "version": version}, version, status=201)


def _json(view: dict[str, Any], version: int, *, status: int = 200) -> Response:
    headers = {"ETag": f'"{version}"'}
    return Response(orjson.dumps(view), status_code=status, media_type="application/json", headers=headers)


if __name__ == "__main__":
    # as a service is served: uvloop, httptools, no access log, no server header
    uvicorn.run(
        app,
        port=int(os.environ["PORT"]),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
