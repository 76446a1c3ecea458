"""Invented people who hold roles, and the addresses by which a test looks for them wherever nothing may be left."""

from typing import Any

import httpx

API = "/api/v1"

ISLA: dict[str, Any] = {"name": "Isla Invented", "email": "isla.invented@fife.example", "phone": "+44 1592 000111"}
EWAN: dict[str, Any] = {"name": "Ewan Imagined", "email": "ewan.imagined@fife.example"}
MORAG: dict[str, Any] = {"name": "Mòrag Made-Up", "email": "morag.made-up@fife.example"}


async def assign(
    client: httpx.AsyncClient, council: str, role: str, status: int = 200, *, if_match: str = "*", **said: Any
) -> dict[str, Any]:
    """Say who holds a role; return the answer."""
    answer = await client.put(f"{API}/roles/{council}/{role}", json=said, headers={"If-Match": if_match})
    assert answer.status_code == status, answer.text
    assert answer.headers.get("cache-control") == "no-store" or status != 200
    found: dict[str, Any] = answer.json()
    return found


async def shown(client: httpx.AsyncClient, council: str, role: str, **query: Any) -> dict[str, Any]:
    """Look up who holds a role."""
    answer = await client.get(f"{API}/roles/{council}/{role}", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    return found
