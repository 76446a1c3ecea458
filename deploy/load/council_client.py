"""A demonstration council's own client, whose working secret stands in a file that only its owner may read."""

import asyncio
import os
from pathlib import Path

import httpx

from deploy.load.client import Api, Credentials, RefusalError

SCOPES = ["programme:read", "adoptions:write", "events:read", "subscriptions:write"]


async def ensure(api: Api, council: str, secret_file: Path) -> str:
    """Make the client `demo-<council>` and its secret file where they are missing; return what was done in words."""
    client_id = f"demo-{council}"
    client = await api.find(f"/clients/{client_id}")
    if client is None:
        body = {
            "client_id": client_id,
            "name": f"Demonstration client of {council}",
            "council": council,
            "scopes": SCOPES,
        }
        made = await api.post("/clients", body)
        await asyncio.to_thread(write_secret, secret_file, str(made["secret"]))
        return f"client {client_id} made"
    if client.get("revoked"):
        return f"client {client_id} was revoked; left as it is"
    secret = await asyncio.to_thread(_read, secret_file)
    if secret and await _good(api, Credentials(client_id, secret)):
        return f"client {client_id} there already"
    issued = await api.post(f"/clients/{client_id}/secrets", {})
    await asyncio.to_thread(write_secret, secret_file, str(issued["secret"]))
    return f"client {client_id} there already, given a new secret as its file held none that works"


async def _good(api: Api, credentials: Credentials) -> bool:
    try:
        await api.token(credentials)
    except RefusalError as refused:
        if refused.status in {httpx.codes.UNAUTHORIZED, httpx.codes.BAD_REQUEST}:
            return False
        raise
    return True


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def write_secret(path: Path, secret: str) -> None:
    """Write a secret so that no reader ever sees half of it, and nobody else sees any of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{secret}\n")
    beside.replace(path)
