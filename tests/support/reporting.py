"""Reporting as other systems do: files, events, and waiting for what becomes of them."""

import json
from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import uuid4

import httpx

from tests.support.waiting import eventually
from tests.support.world import Running

SCOPES = ("programme:read", "adoptions:write", "events:read")
ENDS = {"done", "refused", "failed"}


async def sent(
    client: httpx.AsyncClient,
    file: str | bytes | AsyncIterator[bytes],
    kind: str = "capacity",
    *,
    base: str = "/api/v1/councils",
    dry_run: bool = False,
    **headers: str,
) -> httpx.Response:
    """Send a file."""
    query = {"kind": kind} | ({"dry_run": "true"} if dry_run else {})
    named = {"content-type": "text/csv"} | {name.replace("_", "-"): value for name, value in headers.items()}
    content = file.encode() if isinstance(file, str) else file
    return await client.post(f"{base}/imports", params=query, content=content, headers=named)


async def ended(client: httpx.AsyncClient, run: dict[str, Any], *, seconds: float = 30) -> dict[str, Any]:
    """Return a file once it has come to its end."""
    assert "href" in run, run

    async def check() -> dict[str, Any]:
        found: dict[str, Any] = (await client.get(run["href"])).json()
        assert found["state"] in ENDS, found
        return found

    return await eventually(check, seconds=seconds)


async def done(client: httpx.AsyncClient, run: dict[str, Any], *, seconds: float = 30) -> dict[str, Any]:
    """Return a file once it was applied."""
    found = await ended(client, run, seconds=seconds)
    errors = (await client.get(found["errors_href"])).json()
    assert found["state"] == "done", (found, errors)
    return found


async def mistakes(
    client: httpx.AsyncClient, run: dict[str, Any], *, seconds: float = 30
) -> list[tuple[int, str | None, str | None]]:
    """Return the line, column and value of all that is wrong with a file, once it was refused."""
    found = await ended(client, run, seconds=seconds)
    assert found["state"] == "refused", found
    errors = (await client.get(found["errors_href"], params={"limit": 200})).json()["items"]
    return [(one["line"], one["column"], one["value"]) for one in errors]


async def submitted(
    client: httpx.AsyncClient,
    type_: str,
    data: dict[str, Any],
    *,
    base: str = "/api/v1/councils",
    binary: bool = False,
    **attributes: Any,
) -> httpx.Response:
    """Submit a CloudEvent."""
    event = {"specversion": "1.0", "id": str(uuid4()), "source": "/fife/planning", "type": type_} | attributes
    if binary:
        headers = {f"ce-{name}": value for name, value in event.items()} | {"content-type": "application/json"}
        return await client.post(f"{base}/submissions", content=json.dumps(data), headers=headers)
    headers = {"content-type": "application/cloudevents+json"}
    return await client.post(f"{base}/submissions", content=json.dumps(event | {"data": data}), headers=headers)


async def events(running: Running, name: str) -> list[dict[str, Any]]:
    """Return what a service said under a name."""
    query = "SELECT payload FROM outbox_event WHERE event_type LIKE $1 ORDER BY position"
    return [json.loads(row["payload"]) for row in await running.sql(query, f"%.{name}.v%")]


def table(header: str, rows: Iterable[str]) -> str:
    """Return a file of these lines."""
    return "\n".join([header, *rows]) + "\n"
